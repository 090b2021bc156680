import type { AsteriskSimulator } from '../../src/simulators/asterisk/simulator';
import { demoSignIn, type SuiteCrmSimulator } from '../../src/simulators/suitecrm';

/** The settings that lead a relay to a simulated Asterisk and a simulated SuiteCRM. */
export const peerSettings = (asterisk: AsteriskSimulator, crm: SuiteCrmSimulator) => ({
  AMI_HOST: asterisk.host,
  AMI_PORT: String(asterisk.port),
  AMI_USERNAME: 'relay',
  AMI_SECRET: 'relay-secret',
  SUITECRM_URL: crm.url,
  SUITECRM_CLIENT_ID: demoSignIn.clientId,
  SUITECRM_CLIENT_SECRET: demoSignIn.clientSecret,
  SUITECRM_USERNAME: demoSignIn.relay.username,
  SUITECRM_PASSWORD: demoSignIn.relay.password,
});
