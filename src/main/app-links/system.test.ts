import { describe, expect, it } from 'vitest';
import { linkIn, linkOfSecondStart } from './argv';
import { createClaims } from './claims';
import { createHotkey, readTexts } from './hotkey';

describe('links among the arguments', () => {
  it('are found among switches and folders', () => {
    expect(linkIn(['--no-sandbox', '/opt/app', 'TEL:+49171', '--hidden'])).toBe('TEL:+49171');
    expect(linkIn(['--tel:1', './tel', 'https://tel:1'])).toBeNull();
  });

  it('come from a second start as it said them itself', () => {
    expect(linkOfSecondStart({ link: 'tel:1' }, ['app', 'tel:2'])).toBe('tel:1');
    expect(linkOfSecondStart({ link: null }, ['app', 'tel:2'])).toBeNull();
    expect(linkOfSecondStart(undefined, ['app', 'tel:2'])).toBe('tel:2');
  });
});

describe('the keys', () => {
  const system = (taken: string[] = []) => {
    const held = new Set<string>();
    return {
      held,
      register: (keys: string) => {
        if (keys === 'Control+Nonsense') throw new TypeError('conversion failure');
        if (taken.includes(keys)) return false;
        held.add(keys);
        return true;
      },
      unregister: (keys: string) => void held.delete(keys),
    };
  };

  it('are held as chosen, one set at a time, and let go', () => {
    const keys = system();
    const hotkey = createHotkey(keys, () => undefined);
    expect(hotkey(null)).toBe('off');
    expect(hotkey('Control+D')).toBe('on');
    expect(hotkey('Alt+F9')).toBe('on');
    expect([...keys.held]).toEqual(['Alt+F9']);
    expect(hotkey(null)).toBe('off');
    expect([...keys.held]).toEqual([]);
  });

  it('are said to be taken, and others work afterwards', () => {
    const keys = system(['Control+D']);
    const hotkey = createHotkey(keys, () => undefined);
    expect(hotkey('Control+D')).toBe('taken');
    expect(hotkey('Control+D')).toBe('taken');
    expect(hotkey('Control+Nonsense')).toBe('taken');
    expect(hotkey('Control+E')).toBe('on');
  });

  it.each([
    [
      'linux',
      { readText: (kind?: string) => (kind === 'selection' ? 'marked' : 'copied') },
      ['marked', 'copied'],
    ],
    [
      'linux',
      { readText: () => Promise.resolve('copied'), selection: { readText: () => Promise.resolve('marked') } },
      ['marked', 'copied'],
    ],
    ['win32', { readText: () => Promise.resolve('copied') }, ['copied']],
  ] as const)('on %s read what is there', async (platform, clipboard, texts) => {
    expect(await readTexts(clipboard, platform)).toEqual(texts);
  });
});

describe('the links of the system', () => {
  const registry = (lets = true) => {
    const ours = new Set<string>();
    return {
      ours,
      claim: (scheme: string) => Boolean(lets && ours.add(scheme)),
      release: (scheme: string) => ours.delete(scheme),
      isOurs: (scheme: string) => ours.has(scheme),
    };
  };

  it('are taken when chosen and given back; its own always come here', () => {
    const system = registry();
    const claims = createClaims(system);
    expect(claims({ dialTelLinks: false, dialCalltoLinks: false })).toEqual({ tel: 'off', callto: 'off' });
    expect(claims({ dialTelLinks: true, dialCalltoLinks: false })).toEqual({ tel: 'ours', callto: 'off' });
    expect([...system.ours].sort()).toEqual(['cti-companion', 'tel']);
    expect(claims({ dialTelLinks: false, dialCalltoLinks: true })).toEqual({ tel: 'off', callto: 'ours' });
    expect([...system.ours].sort()).toEqual(['callto', 'cti-companion']);
  });

  it('are not said to be ours where the system gives them to another, or this copy is not installed', () => {
    const both = { dialTelLinks: true, dialCalltoLinks: true };
    expect(createClaims(registry(false))(both)).toEqual({ tel: 'not-ours', callto: 'not-ours' });
    expect(createClaims(null)(both)).toEqual({ tel: 'not-ours', callto: 'not-ours' });
  });

  it('are not taken away from another program by a choice that was never made', () => {
    const system = registry();
    system.ours.add('tel');
    createClaims(system)({ dialTelLinks: false, dialCalltoLinks: false });
    expect(system.ours.has('tel')).toBe(true);
  });
});
