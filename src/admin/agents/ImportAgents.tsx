import { FileUp } from 'lucide-react';
import { useId, useState } from 'react';
import type { z } from 'zod';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import { agentColumns, type AgentImport } from '../../shared/protocol/agent-import';
import type { importProblemSchema } from '../../shared/protocol/agent-import';
import { Table, type Column } from '../components/Table';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse } from '../state/house';
import { problemsIn } from './import-problems';

/** As much as the relay takes. */
const MOST_BYTES = 1024 * 1024;

type Problems = z.infer<typeof importProblemSchema>[];

const ProblemTable = ({ problems }: { problems: Problems }) => {
  const { t } = useTexts();
  const columns: Column<Problems[number]>[] = [
    {
      id: 'line',
      head: t('import.line'),
      className: 'col-line tabular',
      sort: ({ line }) => line,
      cell: ({ line }) => line,
    },
    {
      id: 'column',
      head: t('import.column'),
      className: 'col-column',
      sort: ({ column }) => column,
      cell: ({ column }) => column ?? '–',
    },
    { id: 'wrong', head: t('import.wrong'), className: 'breakable', cell: ({ message }) => message },
  ];
  return (
    <div className="import-problems" tabIndex={0} role="region" aria-label={t('import.problems')}>
      <Table
        columns={columns}
        rows={problems}
        rowKey={({ line, column, message }) => `${line} ${column} ${message}`}
        testId="import-problem"
      />
    </div>
  );
};

const Pick = ({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) => {
  const { t } = useTexts();
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <div
      className="drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <FileUp className="icon" aria-hidden />
      <label htmlFor={id}>{t('import.pick')}</label>
      <input
        id={id}
        type="file"
        accept=".csv,text/csv"
        disabled={busy}
        data-testid="import-file"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onFile(file);
          // The same file again, mended, is another try.
          target.value = '';
        }}
      />
    </div>
  );
};

/** Many agents from a file: first a look at what would be, then the deed. */
export const ImportAgents = ({
  onDone,
  onCancel,
}: {
  onDone: (result: AgentImport) => void;
  onCancel: () => void;
}) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [csv, setCsv] = useState('');
  const [name, setName] = useState('');
  const [look, setLook] = useState<AgentImport | null>(null);
  const [problem, setProblem] = useState<{ text: string; lines: Problems } | null>(null);
  const [busy, setBusy] = useState(false);

  const run = async (text: string, dryRun: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    // What is wrong is shown, and passed over only after somebody has seen it.
    const answer = await api.importAgents(text, { dryRun, skipInvalid: true });
    setBusy(false);
    if (!answer.ok) {
      setLook(null);
      setProblem({ text: problemText(answer.error, t), lines: problemsIn(answer.error.details) });
    } else if (dryRun) setLook(answer.value);
    else onDone(answer.value);
  };
  const take = async (file: File): Promise<void> => {
    setName(file.name);
    if (file.size > MOST_BYTES) {
      setLook(null);
      setProblem({ text: t('import.tooBig'), lines: [] });
      return;
    }
    const text = await file.text();
    setCsv(text);
    await run(text, true);
  };

  return (
    <div className="stack">
      <p className="dialog-text">{t('import.text', { columns: agentColumns.join(', ') })}</p>
      <Pick busy={busy} onFile={(file) => void take(file)} />
      {problem !== null && <ErrorSentence>{problem.text}</ErrorSentence>}
      {problem !== null && problem.lines.length > 0 && <ProblemTable problems={problem.lines} />}
      {look !== null && (
        <div className="stack" data-testid="import-look">
          <p role="status">
            <strong className="breakable">{name}</strong>:{' '}
            {[
              t('import.toAdd', { count: look.added.length }),
              t('import.unchanged', { count: look.unchanged.length }),
              t('import.wrongLines', { count: look.problems.length }),
            ].join(', ')}
          </p>
          {look.problems.length > 0 && <ProblemTable problems={look.problems} />}
        </div>
      )}
      <div className="dialog-actions">
        <Button onClick={onCancel}>{t('dialog.cancel')}</Button>
        <Button
          look="primary"
          disabled={busy || look === null || look.added.length === 0}
          onClick={() => void run(csv, false)}
          data-testid="import-do"
        >
          {look === null ? t('import.doNone') : t('import.do', { count: look.added.length })}
        </Button>
      </div>
    </div>
  );
};
