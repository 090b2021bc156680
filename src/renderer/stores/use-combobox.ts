import { useId, useState, type KeyboardEvent } from 'react';

/**
 * A field with a list under it (ARIA combobox): the focus stays in the field, the arrows move through the list, Enter takes.
 * @param count how many options there are now
 * @param first which of them Enter takes before an arrow was pressed; -1: none
 */
export const useCombobox = (count: number, first: number, onPick: (index: number) => void) => {
  const id = useId();
  const [moved, setMoved] = useState<number | null>(null);
  const active = moved === null ? Math.min(first, count - 1) : Math.min(moved, count - 1);
  const optionId = (index: number): string => `${id}-${index}`;
  const show = (index: number): void => {
    setMoved(index);
    document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' });
  };
  return {
    active,
    /** What is typed changed, so the list did. */
    reset: (): void => setMoved(null),
    field: {
      role: 'combobox',
      'aria-expanded': count > 0,
      'aria-controls': `${id}-list`,
      'aria-autocomplete': 'list',
      'aria-activedescendant': active >= 0 ? optionId(active) : undefined,
      autoComplete: 'off',
    } as const,
    /** @returns whether the key was the list's */
    onKey: (event: KeyboardEvent): boolean => {
      if (event.nativeEvent.isComposing || count === 0) return false;
      if (event.key === 'ArrowDown') show(active + 1 < count ? active + 1 : 0);
      else if (event.key === 'ArrowUp') show(active > 0 ? active - 1 : count - 1);
      else if (event.key === 'Enter' && active >= 0) onPick(active);
      else return false;
      event.preventDefault();
      return true;
    },
    list: { id: `${id}-list`, role: 'listbox' } as const,
    option: (index: number) =>
      ({
        id: optionId(index),
        role: 'option',
        'aria-selected': index === active,
        // The field keeps the focus.
        onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
        onClick: () => onPick(index),
      }) as const,
  };
};
