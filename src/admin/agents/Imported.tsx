import { Button } from '../../renderer/components/Button';
import type { AgentImport } from '../../shared/protocol/agent-import';
import { Copy } from '../components/Copy';
import { Dialog } from '../components/Dialog';
import { useTexts } from '../i18n';
import { moment } from '../lib/moments';

/** The agents that were made, each with his code; the codes are shown this once. */
export const Imported = ({ result, onClose }: { result: AgentImport; onClose: () => void }) => {
  const { t, locale } = useTexts();
  const codes = result.added.filter(({ code }) => code !== null);
  const until = codes[0]?.expiresAt ?? null;
  return (
    <Dialog
      key="done"
      title={t('import.doneTitle', { count: result.added.length })}
      onClose={onClose}
      keepOpen
      wide
    >
      <div className="stack">
        <p className="dialog-text">
          {t('import.codesOnce')}{' '}
          {until !== null && t('import.codesUntil', { time: moment(until, new Date(), locale) })}
        </p>
        <Copy
          label={t('import.codes')}
          text={codes.map(({ agent, code }) => `${agent.id}\t${agent.name}\t${code}`).join('\n')}
          testId="import-codes"
        />
        <div className="dialog-actions">
          <Button look="primary" onClick={onClose} data-testid="import-done">
            {t('dialog.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
