import { describe, expect, it } from 'vitest';
import { showNumber } from './show-number';

describe('showNumber', () => {
  it.each([
    ['+4930123456', '+49 30 123456'],
    ['+81312345678', '+81 3 1234 5678'],
    ['1002', '1002'],
    ['*45', '*45'],
  ])('%s', (number, shown) => expect(showNumber(number)).toBe(shown));
});
