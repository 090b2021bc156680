import { CircleAlert, CircleCheck, CircleSlash, Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import { Button } from '../../components/Button';
import { useBridge } from '../../stores/bridge-context';

const icons = { off: CircleSlash, pending: Clock, logged: CircleCheck, failed: CircleAlert };

/** Whether this call is in the CRM, and the way there. */
export const CrmRecordLine = ({ call }: { call: Call }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { status, error, url } = call.crmRecord;
  const Icon = icons[status];
  const text = (): string => {
    switch (status) {
      case 'off':
        return t('detail.crmOff');
      case 'pending':
        return t('detail.crmPending');
      case 'logged':
        return t('detail.crmLogged');
      case 'failed':
        return t('detail.crmFailed');
    }
  };
  return (
    <section className="crm-record" data-status={status}>
      <h3>{t('detail.crm')}</h3>
      <p>
        <Icon className="icon" aria-hidden />
        <span>{text()}</span>
        {status === 'logged' && url !== null && (
          <Button
            look="link"
            onClick={() => void bridge.invoke('call:open-in-crm', { callId: call.id, what: 'call' })}
          >
            {t('detail.openRecord')}
          </Button>
        )}
      </p>
      {status === 'failed' && error !== null && (
        // Whoever looks after the relay reads it; it comes from there, in English.
        <p className="quiet selectable breakable" lang="en">
          {error}
        </p>
      )}
    </section>
  );
};
