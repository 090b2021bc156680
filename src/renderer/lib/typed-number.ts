/** Whether what was typed is a number, or a code of the PBX such as `*97`, and not a name. */
export const isDialable = (text: string): boolean => /\d/.test(text) && /^[\d\s()+*#./-]+$/.test(text.trim());
