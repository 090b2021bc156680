/** What the palette offers beside people and calls. */
import { fuzzyScore } from '../../lib/fuzzy';

export interface Command {
  id: string;
  label: string;
  /** Other words that it answers to. */
  also?: string;
  run: () => void;
}

/** The best first; of two that fit alike the one that was named first. */
export const rankCommands = (commands: readonly Command[], typed: string): Command[] =>
  commands
    .map((command) => ({
      command,
      score: Math.max(fuzzyScore(typed, command.label), fuzzyScore(typed, command.also ?? '') * 0.9),
    }))
    .filter(({ command, score }) => score > 0 && (typed !== '' || command.id !== 'dial'))
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
