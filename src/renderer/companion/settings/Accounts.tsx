import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../../shared/ipc/state';
import { Button } from '../../components/Button';
import { ErrorSentence } from '../../components/TextField';
import { secretWarning } from '../../lib/secret-warning';
import { useTrouble } from '../../lib/use-trouble';
import { useBridge } from '../../stores/bridge-context';
import { CrmForm } from '../setup/CrmForm';

/** SuiteCRM and the relay: as whom, since when trouble, and the way out. */
export const Accounts = ({ state }: { state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = (channel: 'crm:sign-out' | 'setup:sign-out'): void =>
    void bridge.invoke(channel, undefined).then((reply) => setProblem(reply.ok ? null : reply.error.message));
  const trouble = useTrouble();
  const { agent, crmAccount, links } = state;
  const crmProblem = trouble(links.crm);
  const relayProblem = trouble(links.relay);
  const warning = secretWarning(state, t);
  return (
    <>
      <section>
        <h2>{t('settings.crm')}</h2>
        {crmProblem && <ErrorSentence>{crmProblem}</ErrorSentence>}
        {state.platform === 'web' ? (
          <p className="hint">{links.crm.state === 'off' ? t('pop.crmOffWeb') : t('crm.viaRelay')}</p>
        ) : crmAccount ? (
          <div className="setting">
            <p className="breakable">{t('crm.account', crmAccount)}</p>
            <Button onClick={() => leave('crm:sign-out')} data-testid="crm-sign-out">
              {t('crm.signOut')}
            </Button>
          </div>
        ) : (
          <CrmForm />
        )}
      </section>
      <section>
        <h2>{t('settings.relay')}</h2>
        {relayProblem && <ErrorSentence>{relayProblem}</ErrorSentence>}
        <div className="setting">
          <div className="breakable">
            <p>
              {agent && t('settings.agent', { name: agent.name, extensions: agent.extensions.join(', ') })}
            </p>
            <p className="hint">{state.relayUrl}</p>
          </div>
          <Button
            look={['normal', 'danger']}
            title={t('settings.signOutHint')}
            onClick={() => leave('setup:sign-out')}
            data-testid="sign-out"
          >
            {t('settings.signOut')}
          </Button>
        </div>
        {problem && <ErrorSentence>{problem}</ErrorSentence>}
        {warning && (
          <div className="quiet-warning" data-testid="secret-warning">
            <TriangleAlert className="icon" aria-hidden />
            <span>
              <strong>{t('settings.warning')}</strong>
              <br />
              {warning}
            </span>
          </div>
        )}
      </section>
    </>
  );
};
