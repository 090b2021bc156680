import { expect, it } from 'vitest';
import { hashOf, readPlace } from './place';

it.each([
  ['', { page: 'now', callId: null }],
  ['#/agents', { page: 'agents', callId: null }],
  ['#/history', { page: 'history', callId: null }],
  ['#/history/pbx%3A1795421135.0', { page: 'history', callId: 'pbx:1795421135.0' }],
  ['#/history/', { page: 'history', callId: null }],
  ['#/history/%E0%A4%A', { page: 'history', callId: null }],
  ['#/agents/anna', { page: 'agents', callId: null }],
  ['#/<script>', { page: 'now', callId: null }],
])('%s leads to %o', (hash, place) => expect(readPlace(hash)).toEqual(place));

it('leads back to where it was made', () =>
  expect(readPlace(hashOf('history', 'a/b:1 %'))).toEqual({ page: 'history', callId: 'a/b:1 %' }));
