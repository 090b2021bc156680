/**
 * Why a number is asked about before it is dialled.
 * - `always`: nothing special, the agent wants to be asked
 * - `code`: one for the PBX itself; a link with `*21*...#` could forward his phone
 * - `unclear`: no valid public number, or it is not known which country is his own
 * - `often`: the second number within seconds, and a page may open links by itself
 */
export const dialReasons = ['always', 'foreign', 'premium', 'emergency', 'code', 'unclear', 'often'] as const;
export type DialReason = (typeof dialReasons)[number];
