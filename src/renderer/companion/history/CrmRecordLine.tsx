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
        return error === null ? t('detail.crmFailedNoError') : t('detail.crmFailed', { error });
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
    </section>
  );
};
