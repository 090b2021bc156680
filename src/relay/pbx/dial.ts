/** Click-to-dial: rings the agent's phone; when it is picked up, the number is dialled as if by hand. */
import parsePhoneNumber from 'libphonenumber-js';
import type { Clock } from '../../shared/clock';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import { dialable } from '../../shared/phone/dialable';
import type { CountryCode } from '../../shared/phone/parse';
import { err, ok, type Result } from '../../shared/result';
import type { AmiEvent } from './ami-event';
import type { ControlPlane } from './control-plane';
import type { PbxOptions } from './options';

/** FreePBX's outbound routes know `0171...` and `0043...`, seldom `+`. */
const asDialledIn = (number: string, country: CountryCode): string => {
  if (!number.startsWith('+')) return number;
  const idd = parsePhoneNumber(number)?.format('IDD', { fromCountry: country });
  return idd ? idd.replace(/[^0-9*#]/g, '') : number;
};

/** @returns what the PBX is to dial; `bad_number` with a sentence */
export const dialString = (
  raw: string,
  { defaultCountry, dialPrefix }: Pick<PbxOptions, 'defaultCountry' | 'dialPrefix'>,
): Result<string, AppError> => {
  const checked = dialable(raw);
  if (!checked.ok) return checked;
  const number = asDialledIn(checked.value, defaultCountry);
  // Extensions and the PBX's own codes take no line prefix.
  return ok(/^[0+]?[0-9]{7,}$/.test(number) ? `${dialPrefix}${number}` : number);
};

/** An extension becomes part of a channel name, where `/`, `@` and `&` would mean other phones. */
const extensionShape = /^[A-Za-z0-9_.-]{1,32}$/;
/** The answer of Asterisk is there, and yet no event of the call: then the call is believed to come. */
const evidenceMs = 2_000;

export const createDialler = (
  options: PbxOptions,
  control: Pick<ControlPlane, 'action' | 'nextActionId'>,
  { clock, random }: { clock: Clock; random: () => number },
) => {
  /** By ActionID: what the event plane is to say about calls that were asked for. */
  const expected = new Map<string, { channelId: string; settle: (failed: boolean) => void }>();
  let count = 0;

  return {
    /** Sees the events of the event plane: they alone tell whether a phone was found. */
    observe: ({ name, fields }: AmiEvent): void => {
      if (expected.size === 0) return;
      if (name === 'OriginateResponse' && fields['Response'] === 'Failure') {
        expected.get(fields['ActionID'] ?? '')?.settle(true);
      } else if (name === 'Newchannel') {
        for (const dial of expected.values()) if (dial.channelId === fields['Uniqueid']) dial.settle(false);
      }
    },
    /** @returns the Linkedid that the call has; `bad_request`, `bad_number` or an error of the control plane */
    dial: async (extension: string, raw: string): Promise<Result<string, AppError>> => {
      if (!extensionShape.test(extension)) {
        return err(new AppError('bad_request', 'This extension holds signs that no extension has.'));
      }
      const number = dialString(raw, options);
      if (!number.ok) return number;
      // Asterisk takes it as Uniqueid and Linkedid, so the call's id is known before the call is.
      const channelId = `cti-${clock.now().toString(36)}-${(count += 1).toString(36)}${Math.floor(random() * 2 ** 40).toString(36)}`;
      const actionId = control.nextActionId();
      const failed = new Promise<boolean>((resolve) => {
        expected.set(actionId, { channelId, settle: resolve });
      });
      try {
        const answer = await control.action({
          actionid: actionId,
          action: 'Originate',
          channel: options.dialChannel.replaceAll('{extension}', extension),
          channelid: channelId,
          otherchannelid: `${channelId}-2`,
          context: options.dialContext,
          exten: number.value,
          priority: '1',
          // What the agent's own phone shows while it rings.
          callerid: `"${number.value}" <${number.value}>`,
          timeout: String(options.dialRingMs),
          async: 'true',
        });
        if (!answer.ok) return answer;
        const cancel = clock.after(evidenceMs, () => expected.get(actionId)?.settle(false));
        const nothingCame = await failed;
        cancel();
        return nothingCame
          ? err(
              new AppError(
                'pbx_refused',
                `The phone of extension ${extension} can not be rung. Is it switched on and registered?`,
                { details: because('phone-unreachable', { extension }) },
              ),
            )
          : ok(channelId);
      } finally {
        expected.delete(actionId);
      }
    },
  };
};
