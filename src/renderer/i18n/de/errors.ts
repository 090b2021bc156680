import type { Texts } from '../texts';
import { troubles } from './troubles';

export const errors: Texts<'errors'> = {
  error: {
    bad_request: 'Darin war etwas nicht wie erwartet. Prüfen Sie Ihre Eingabe.',
    unauthorized: 'Sie sind nicht angemeldet, oder Ihre Anmeldung gilt nicht mehr. Melden Sie sich neu an.',
    forbidden: 'Das dürfen Sie nicht. Fragen Sie Ihre IT, wenn Sie es brauchen.',
    not_found: 'Das gibt es nicht mehr.',
    conflict:
      'Das hat inzwischen jemand anderes geändert. Sehen Sie noch einmal nach und versuchen Sie es erneut.',
    too_large: 'Das ist zu lang. Kürzen Sie es und versuchen Sie es erneut.',
    rate_limited: 'Das war zu oft in kurzer Zeit. Warten Sie einen Moment und versuchen Sie es erneut.',
    internal: 'Etwas ist schiefgegangen. Es steht im Protokoll; bitte versuchen Sie es erneut.',
    unavailable: 'Das geht gerade nicht. Versuchen Sie es gleich noch einmal.',
    pbx_unavailable:
      'Die Telefonanlage ist nicht erreichbar, deshalb kann jetzt nichts gewählt werden. Wählen Sie am Telefon selbst, und sagen Sie es Ihrer IT.',
    pbx_refused:
      'Die Telefonanlage hat diesen Anruf abgelehnt. Versuchen Sie es erneut; bleibt es dabei, sagen Sie es Ihrer IT.',
    pbx_timeout:
      'Die Telefonanlage hat nicht rechtzeitig geantwortet. Vielleicht klingelt es noch; warten Sie einen Moment, bevor Sie es erneut versuchen.',
    bad_number: 'Diese Nummer kann nicht gewählt werden. Prüfen Sie die Ziffern.',
    crm_auth:
      'SuiteCRM nimmt diese Anmeldung nicht an. Prüfen Sie Benutzername, Passwort und Client, oder fragen Sie Ihre CRM-Verwaltung.',
    crm_unavailable: 'SuiteCRM ist gerade nicht erreichbar. Versuchen Sie es später erneut.',
    crm_timeout: 'SuiteCRM ist gerade zu langsam. Versuchen Sie es gleich noch einmal.',
    crm_refused:
      'SuiteCRM hat das nicht angenommen. Prüfen Sie Ihre Eingabe, oder fragen Sie Ihre CRM-Verwaltung.',
    crm_bad_answer: 'Unter dieser Adresse antwortet kein SuiteCRM. Prüfen Sie die Adresse.',
    config: 'Eine Einstellung ist falsch. Sagen Sie es Ihrer IT.',
  },
  reason: {
    ...troubles,
    'number-empty': 'Da ist keine Nummer zum Anrufen.',
    'number-control': 'Die Nummer enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.',
    'number-signs':
      'Eine Nummer darf Ziffern, ein + am Anfang, * und # enthalten, dazwischen Leerzeichen, Klammern, Punkte oder Striche.',
    'number-plus': 'Ein + darf nur am Anfang einer Nummer stehen.',
    'number-no-digit': 'In der Nummer ist keine Ziffer.',
    'number-too-long': 'Die Nummer ist zu lang: höchstens {{most}} Ziffern.',
    'text-no-number': 'Weder im markierten Text noch in der Zwischenablage ist eine Telefonnummer.',
    'link-too-long': 'Dieser Link ist zu lang für eine Nummer: höchstens {{most}} Zeichen.',
    'link-broken': 'Dieser Link ist beschädigt: Ein % darin steht für nichts.',
    'link-unknown': 'Mit diesem Link kann keine Nummer gewählt werden.',
    'link-extension': 'Die Durchwahl in diesem Link ist keine Nummer.',
    'enrol-link': 'Dieser Anmeldelink ist unvollständig oder beschädigt. Bitten Sie Ihre IT um einen neuen.',
    'enrol-open':
      'Dieser Anmeldelink führt unverschlüsselt zu {{host}}, deshalb wird er nicht benutzt. Bitten Sie Ihre IT um einen mit https.',
    'enrol-locked':
      'Ihre IT hat für diesen Computer ein anderes Relay festgelegt, deshalb wird dieser Anmeldelink nicht benutzt.',
    'sign-in-first': 'Melden Sie sich zuerst an, dann kann diese Nummer angerufen werden.',
    'no-extension':
      'Sie haben keine Nebenstelle, deshalb kann kein Telefon klingeln. Bitten Sie Ihre IT um eine.',
    'phone-unreachable':
      'Das Telefon der Nebenstelle {{extension}} kann nicht klingeln. Ist es eingeschaltet und angemeldet?',
    'call-gone': 'Dieser Anruf ist nicht mehr an Ihrem Telefon.',
    'ring-gone': 'Ihr Telefon klingelt für diesen Anruf nicht mehr.',
    'hang-up-off': 'Diese Telefonanlage lässt den Companion nicht auflegen. Legen Sie am Telefon auf.',
    'answer-off': 'Diese Telefonanlage kann nicht für Sie abnehmen. Nehmen Sie am Telefon ab.',
    'relay-offline':
      'Keine Verbindung zum Relay, deshalb geht das jetzt nicht. Es geht wieder, sobald die Verbindung zurück ist.',
    'relay-lost':
      'Die Verbindung zum Relay ging verloren, bevor es geantwortet hat. Versuchen Sie es erneut.',
    'relay-silent': 'Das Relay hat nicht rechtzeitig geantwortet. Versuchen Sie es erneut.',
    'relay-unreachable':
      'Das Relay unter {{host}} ist nicht erreichbar. Prüfen Sie die Adresse und Ihr Netzwerk.',
    'not-a-relay': '{{host}} hat geantwortet, aber nicht wie ein CTI Relay. Prüfen Sie die Adresse.',
    'code-used':
      'Dieser Code gilt nicht. Ein Code gilt einmal und nur kurze Zeit; bitten Sie Ihre IT um einen neuen.',
    'token-refused': 'Das Relay nimmt diese Anmeldung nicht mehr an. Bitten Sie Ihre IT um einen neuen Code.',
    'locked-by-it': 'Das hat Ihre IT für Sie festgelegt. Fragen Sie dort nach, wenn es nicht passt.',
  },
};
