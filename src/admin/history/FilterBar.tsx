import { Button } from '../../renderer/components/Button';
import { SearchField } from '../../renderer/components/SearchField';
import { TextField } from '../../renderer/components/TextField';
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
  const set = (patch: Partial<Filters>): void => onChange({ ...filters, ...patch });
  return (
    <div className="filter-bar" role="search">
      <SearchField
        label={t('history.number')}
        className="tabular"
        value={filters.number}
        maxLength={40}
        onText={(number) => set({ number })}
        testId="filter-number"
      />
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
