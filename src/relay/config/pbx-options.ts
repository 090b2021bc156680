/** From the settings to what a PBX link and the reading of its numbers need; rules and patterns are compiled here, once. */
import { isSupportedCountry } from 'libphonenumber-js';
import { AppError } from '../../shared/errors';
import type { CountryCode } from '../../shared/phone/parse';
import type { NumberRules } from '../../shared/phone/read';
import { compileRewrite } from '../../shared/phone/rewrite';
import { pbxDefaults, type PbxOptions } from '../pbx/options';
import type { Config, PbxConfig } from './config';

/** Throws `AppError('config')` for a country that does not exist. */
export const countryOf = ({ defaultCountry }: Pick<Config, 'defaultCountry'>): CountryCode => {
  if (isSupportedCountry(defaultCountry)) return defaultCountry;
  throw new AppError('config', `DEFAULT_COUNTRY: there is no country "${defaultCountry}".`);
};

/** How the numbers of this PBX are read: by its tracker, and by `explain-number`. */
export const numberRulesOf = (
  config: Pick<Config, 'defaultCountry'>,
  { dial, numbers }: Pick<PbxConfig, 'dial' | 'numbers'>,
): NumberRules => ({
  country: countryOf(config),
  linePrefix: dial.prefix ?? '',
  rewrite: numbers.rewrite.map((spec) => {
    const rule = compileRewrite(spec);
    if (!rule.ok) throw rule.error;
    return rule.value;
  }),
});

export const pbxOptionsOf = (config: Pick<Config, 'defaultCountry'>, pbx: PbxConfig): PbxOptions => {
  const { dial, dialplan, phones, numbers, ...connection } = pbx;
  const { country, linePrefix, rewrite } = numberRulesOf(config, { dial, numbers });
  return {
    ...pbxDefaults,
    ...connection,
    defaultCountry: country,
    dialPrefix: linePrefix,
    rewrite,
    ...(dial.context !== undefined && { dialContext: dial.context }),
    ...(dial.channel !== undefined && { dialChannel: dial.channel }),
    ...(dial.ringSeconds !== undefined && { dialRingMs: dial.ringSeconds * 1_000 }),
    ...(phones.answerBy !== undefined && { answerBy: phones.answerBy }),
    ...(dialplan.extensionPattern !== undefined && {
      extensionPattern: new RegExp(dialplan.extensionPattern),
    }),
    ...(dialplan.trunkContexts !== undefined && { trunkContexts: new RegExp(dialplan.trunkContexts) }),
    ...(dialplan.assistantTrunks !== undefined && { assistantTrunks: dialplan.assistantTrunks }),
    ...(dialplan.handOverTrunks !== undefined && { handOverTrunks: dialplan.handOverTrunks }),
  };
};
