/** Links among what a program was started with. */
import { z } from 'zod';

const isLink = (text: string): boolean => /^(tel|callto|cti-companion):/i.test(text);

/** The first one; null: it was started by hand. @param argv without the program's own name, if that is to be left out */
export const linkIn = (argv: readonly string[]): string | null => argv.find(isLink) ?? null;

const handed = z.object({ link: z.string().nullable() });

/** What a second start tells the first one. Chromium sorts the arguments it hands over, so the link travels beside them, too. */
export const linkOfSecondStart = (data: unknown, argv: readonly string[]): string | null => {
  const told = handed.safeParse(data);
  return told.success ? told.data.link : linkIn(argv);
};
