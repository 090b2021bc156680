/**
 * Tells zod not to compile its parsers: it would try `new Function`, and the pages' policy reports each try as a
 * violation. Imported before everything else, because zod looks when the first schema is made.
 */
import { config } from 'zod';

config({ jitless: true });
