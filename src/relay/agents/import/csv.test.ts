import { expect, it } from 'vitest';
import { agentsOfCsv } from './csv';

const header = 'id,name,extensions,pbxId,crmUserId';

it('reads what spreadsheets save', () => {
  const anna = { id: 'anna', name: 'Anna "Nanni" Müller, Vertrieb', extensions: ['1001', '1002'] };
  const text = `\uFEFF${header}\r\nanna,"Anna ""Nanni"" Müller, Vertrieb","1001, 1002",,\r\n\r\nben,Ben,1003,north,user-1\r\n`;
  expect(agentsOfCsv(text)).toEqual({
    problems: [],
    agents: [
      { line: 2, agent: anna },
      {
        line: 4,
        agent: { id: 'ben', name: 'Ben', extensions: ['1003'], pbxId: 'north', crmUserId: 'user-1' },
      },
    ],
  });
  const german = 'Name;Extensions;ID\nBen;1001 1002;ben';
  expect(agentsOfCsv(german)).toMatchObject({
    agents: [{ line: 2, agent: { id: 'ben', name: 'Ben', extensions: ['1001', '1002'] } }],
  });
});

it('names everything that is wrong by line and column, and keeps what is right', () => {
  const text = `${header}\nanna,Anna,1001,,\nthe boss,,abc,,\nben,Ben,1002,1003,,\nanna,Other,1004,,\n"x\ny",X,1005,,\ncarl,Carl,,,\n,,,,\ndora,Dora,1006,,`;
  const { agents, problems } = agentsOfCsv(text);
  expect(agents.map(({ line, agent }) => [line, agent.id])).toEqual([
    [2, 'anna'],
    [10, 'dora'],
  ]);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [3, 'id'],
    [3, 'name'],
    [3, 'extensions'],
    [4, null],
    [5, 'id'],
    [6, 'id'],
    [8, 'extensions'],
  ]);
  expect(problems[4]?.message).toBe('the id "anna" stands in line 2 already');
});

it.each([
  ['', /header is ""/],
  ['id,name\nanna,Anna', /header is "id,name"; allowed: id,name,extensions/],
  ['id,name,extensions,phone\n', /allowed: id,name,extensions/],
  [`${header}\n`, /no agent below it/],
  [`${header}\nanna,"Anna,1001,,`, /quotes make no sense/],
])('says what is wrong with %j', (text, sentence) => {
  const { agents, problems } = agentsOfCsv(text);
  expect(agents).toEqual([]);
  expect(problems[0]?.message).toMatch(sentence);
});
