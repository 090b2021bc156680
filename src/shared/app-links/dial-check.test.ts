import { describe, expect, it } from 'vitest';
import { checkDial } from './dial-check';

describe('what is asked about', () => {
  it.each([
    ['01711234567', null],
    ['+491711234567', null],
    ['1001', null],
    ['+4366412345678', 'foreign'],
    ['004366412345678', 'foreign'],
    ['+80012345678', 'foreign'],
    ['09001123456', 'premium'],
    ['+499001123456', 'premium'],
    ['01805123456', 'premium'],
    ['11880', 'premium'],
    ['112', 'emergency'],
    ['*21*0171#', 'code'],
    ['0999', 'unclear'],
  ])('%s, where only what is costly is asked about: %s', (digits, why) => {
    expect(checkDial(digits, 'costly', 'DE').why).toBe(why);
  });

  it('says the best reason where all is asked about, and asks even "never" about what is grave', () => {
    expect(checkDial('01711234567', 'always', 'DE').why).toBe('always');
    expect(checkDial('+4366412345678', 'always', 'DE').why).toBe('foreign');
    expect(checkDial('+4366412345678', 'never', 'DE').why).toBeNull();
    expect(checkDial('*21*0171#', 'never', 'DE').why).toBe('code');
    expect(checkDial('112', 'never', 'DE').why).toBe('emergency');
  });

  it('dials what it shows: E.164 where it is a public number', () => {
    expect(checkDial('01711234567', 'costly', 'DE')).toMatchObject({
      number: '+491711234567',
      display: '+49 171 1234567',
      region: 'DE',
    });
    expect(checkDial('1001', 'costly', 'DE')).toMatchObject({ number: '1001', region: null });
  });

  it('asks while it is not known which country is his own', () => {
    expect(checkDial('01711234567', 'costly', null).why).toBe('unclear');
    expect(checkDial('+491711234567', 'costly', null)).toMatchObject({ why: 'foreign', region: 'DE' });
    expect(checkDial('1001', 'costly', null).why).toBeNull();
  });
});
