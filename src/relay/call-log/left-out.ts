import type { LeftOut } from '../../crm/port';

/** What to say of a record that was written without some of the configured fields; null where none is missing. */
export const leftOutProblem = ({ unknownFields = [] }: LeftOut, setting: string): string | null => {
  if (unknownFields.length === 0) return null;
  const names = unknownFields.map((name) => `"${name}"`).join(', ');
  const fields = unknownFields.length === 1 ? `the field ${names}` : `the fields ${names}`;
  return `Written, but SuiteCRM does not have ${fields} in Calls. Make it there in Studio, or take it out of ${setting} in config.json.`;
};
