import { UserRoundCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { Said } from '../../renderer/components/Said';
import { ErrorSentence } from '../../renderer/components/TextField';
import type { AgentsFromCrm } from '../../shared/protocol/agents-from-crm';
import type { Problem } from '../api/request';
import { Failed, Waiting } from '../components/Shown';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { WithCode } from '../components/WithCode';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse, usePolled } from '../state/house';
import { changesSomething, planRows, type PlanRow } from './crm-plan';

const tones = { added: 'good', changed: 'quiet', removed: 'bad', conflict: 'wait' } as const;

const Plan = ({ plan }: { plan: AgentsFromCrm }) => {
  const { t } = useTexts();
  const columns: Column<PlanRow>[] = [
    {
      id: 'agent',
      head: t('agents.agent'),
      sort: ({ name }) => name,
      cell: ({ name, before, reason }) => (
        <>
          <span className="strong breakable">
            <bdi>{name}</bdi>
          </span>
          {before?.name && <span className="under">{t('fromCrm.was', { what: before.name })}</span>}
          {reason !== null && <span className="under breakable">{reason}</span>}
        </>
      ),
    },
    {
      id: 'extensions',
      head: t('agents.extensions'),
      className: 'col-plan-extensions tabular breakable',
      sort: ({ extensions }) => extensions[0] ?? null,
      cell: ({ extensions, before }) => (
        <>
          {extensions.join(', ')}
          {before?.extensions && (
            <span className="under">{t('fromCrm.was', { what: before.extensions.join(', ') })}</span>
          )}
        </>
      ),
    },
    {
      id: 'what',
      head: t('fromCrm.what'),
      className: 'col-plan-what',
      cell: ({ what }) => (
        <Tag tone={tones[what]}>{t(`fromCrm.${plan.applied ? 'did' : 'will'}.${what}`)}</Tag>
      ),
    },
  ];
  return (
    <div className="import-problems" tabIndex={0} role="region" aria-label={t('fromCrm.plan')}>
      <Table
        columns={columns}
        rows={planRows(plan)}
        rowKey={({ what, id }) => `${what} ${id}`}
        testId="crm-plan-row"
      />
    </div>
  );
};

/** The agents that SuiteCRM's users make: first what would be done, and only after a click the deed. */
export const FromCrm = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTexts();
  const { api, status } = useHouse();
  const { value } = usePolled(status);
  const [plan, setPlan] = useState<AgentsFromCrm | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    void api.agentsFromCrm(false).then((answer) => {
      if (gone) return;
      if (answer.ok) setPlan(answer.value);
      else setProblem(answer.error);
    });
    return () => {
      gone = true;
    };
  }, [api, turn]);
  const apply = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const answer = await api.agentsFromCrm(true);
    setBusy(false);
    if (answer.ok) setPlan(answer.value);
    else setProblem(answer.error);
  };

  if (plan === null)
    return (
      <div className="stack">
        {problem === null ? (
          <Waiting lines={4} />
        ) : (
          <Failed
            problem={problem}
            onRetry={() => {
              setProblem(null);
              setTurn(turn + 1);
            }}
          />
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
        </div>
      </div>
    );
  // An older answer of `/api/status` is asked for again; until then nothing is offered that the relay would refuse.
  const kept = value?.agentsFromCrm.enabled ?? false;
  const rows = planRows(plan);
  return (
    <div className="stack" data-testid="crm-plan">
      <p role="status">
        {plan.applied && <strong>{t('fromCrm.applied')} </strong>}
        {[
          t('fromCrm.users', { count: plan.users }),
          t('fromCrm.unchanged', { count: plan.unchanged + plan.keptElsewhere }),
          t('fromCrm.withoutExtension', { count: plan.withoutExtension }),
        ].join(', ')}
      </p>
      {rows.length > 0 ? (
        <Plan plan={plan} />
      ) : (
        <Said Icon={UserRoundCheck} title={t('fromCrm.nothingTitle')} text={t('fromCrm.nothingText')} />
      )}
      {!kept && (
        <p className="notice flush" data-testid="crm-off">
          <span>
            <WithCode text={t('fromCrm.off')} />
          </span>
        </p>
      )}
      {plan.applied && plan.added.length > 0 && <p className="dialog-text">{t('fromCrm.codes')}</p>}
      {problem !== null && <ErrorSentence>{problemText(problem, t)}</ErrorSentence>}
      <div className="dialog-actions">
        <Button look={plan.applied ? 'primary' : 'normal'} onClick={onClose} data-testid="crm-close">
          {plan.applied ? t('dialog.done') : t('dialog.cancel')}
        </Button>
        {!plan.applied && (
          <Button
            look="primary"
            disabled={busy || !kept || !changesSomething(plan)}
            onClick={() => void apply()}
            data-testid="crm-apply"
          >
            {t('fromCrm.apply')}
          </Button>
        )}
      </div>
    </div>
  );
};
