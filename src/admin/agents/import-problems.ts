import { z } from 'zod';
import { importProblemSchema } from '../../shared/protocol/agent-import';

/** The lines that a refusal names in its `details`, in whichever of the two ways; none where it names none. */
export const problemsIn = (details: unknown): z.infer<typeof importProblemSchema>[] => {
  const list = z.array(importProblemSchema);
  const bare = list.safeParse(details);
  if (bare.success) return bare.data;
  const named = z.object({ problems: list }).safeParse(details);
  return named.success ? named.data.problems : [];
};
