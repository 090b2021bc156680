import { Search } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../renderer/components/Button';
import { TextField } from '../../renderer/components/TextField';
import { useShortcut } from '../../renderer/lib/use-shortcut';
import { directions, outcomes } from '../../shared/call/call';
import { Select } from '../components/Select';
import { useTexts } from '../i18n';
import { isFiltered, noFilters, type Filters } from './filters';

export const FilterBar = ({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (filters: Filters) => void;
}) => {
  const { t } = useTexts();
  const search = useRef<HTMLInputElement>(null);
  useShortcut('/', () => search.current?.focus());
  const set = (patch: Partial<Filters>): void => onChange({ ...filters, ...patch });
  return (
    <div className="filter-bar" role="search">
      <div className="input filter-number">
        <Search className="icon" aria-hidden />
        <input
          ref={search}
          type="search"
          className="tabular"
          value={filters.number}
          maxLength={40}
          placeholder={t('history.number')}
          aria-label={t('history.number')}
          aria-keyshortcuts="/"
          data-testid="filter-number"
          onChange={({ target }) => set({ number: target.value })}
          onKeyDown={({ key }) => {
            if (key === 'Escape') set({ number: '' });
          }}
        />
      </div>
      <TextField
        label={t('history.extension')}
        value={filters.extension}
        inputMode="tel"
        maxLength={20}
        className="tabular"
        onText={(extension) => set({ extension })}
        data-testid="filter-extension"
      />
      <Select
        label={t('history.outcome')}
        value={filters.outcome}
        options={(['all', ...outcomes] as const).map((value) => ({
          value,
          label: value === 'all' ? t('list.all') : t(`outcome.${value}`),
        }))}
        onPick={(outcome) => set({ outcome })}
        data-testid="filter-outcome"
      />
      <Select
        label={t('history.direction')}
        value={filters.direction}
        options={(['all', ...directions] as const).map((value) => ({
          value,
          label: value === 'all' ? t('list.all') : t(`direction.${value}`),
        }))}
        onPick={(direction) => set({ direction })}
      />
      <TextField
        label={t('history.from')}
        type="date"
        value={filters.from}
        max={filters.to === '' ? undefined : filters.to}
        onText={(from) => set({ from })}
      />
      <TextField
        label={t('history.to')}
        type="date"
        value={filters.to}
        min={filters.from === '' ? undefined : filters.from}
        onText={(to) => set({ to })}
      />
      <Button look="plain" disabled={!isFiltered(filters)} onClick={() => onChange(noFilters)}>
        {t('history.clear')}
      </Button>
    </div>
  );
};
