import { expect, it } from 'vitest';
import { agentsOfCsv } from './csv';

const header = 'id,name,extensions,pbxId,crmUserId';

it('reads what spreadsheets save', () => {
  const anna = { id: 'anna', name: 'Anna "Nanni" Müller, Vertrieb', extensions: ['1001', '1002'] };
  const text = `\uFEFF${header}\r\nanna,"Anna ""Nanni"" Müller, Vertrieb","1001, 1002",,\r\n\r\nben,Ben,1003,north,user-1\r\n`;
  expect(agentsOfCsv(text)).toEqual({
    ok: true,
    value: [
      { line: 2, agent: anna },
      {
        line: 4,
        agent: { id: 'ben', name: 'Ben', extensions: ['1003'], pbxId: 'north', crmUserId: 'user-1' },
      },
    ],
  });
  const german = 'Name;Extensions;ID\nBen;1001 1002;ben';
  expect(agentsOfCsv(german)).toMatchObject({
    ok: true,
    value: [{ line: 2, agent: { id: 'ben', name: 'Ben', extensions: ['1001', '1002'] } }],
  });
});

it('names every line that is wrong', () => {
  const text = `${header}\nanna,Anna,1001,,\nthe boss,,abc,,\nben,Ben,1002,1003,,\nanna,Other,1004,,\n"x\ny",X,1005,,\ncarl,Carl,,,`;
  const read = agentsOfCsv(text);
  expect(read.ok ? [] : read.error).toEqual([
    expect.stringMatching(/^line 3: id: an agent id is/),
    expect.stringMatching(/^line 3: name: /),
    expect.stringMatching(/^line 3: extensions: an extension is/),
    expect.stringMatching(/^line 4: 6 fields, and the header has 5/),
    'line 5: the id "anna" stands in line 2 already',
    expect.stringMatching(/^line 6: id: /),
    expect.stringMatching(/^line 8: extensions: /),
  ]);
});

it.each([
  ['', /^line 1: the header is ""/],
  ['id,name\nanna,Anna', /header is "id,name"; allowed: id,name,extensions/],
  ['id,name,extensions,phone\n', /allowed: id,name,extensions/],
  [`${header}\n`, /no agent below it/],
])('says what is wrong with %j', (text, sentence) => {
  const read = agentsOfCsv(text);
  expect(read.ok ? '' : read.error.join('\n')).toMatch(sentence);
});
