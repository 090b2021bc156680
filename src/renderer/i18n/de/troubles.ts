import type { Troubles } from '../en/troubles';

export const troubles: Troubles = {
  'relay-away': 'Das Relay unter {{host}} ist nicht erreichbar. Es wird weiter versucht.',
  'relay-no-answer': 'Das Relay unter {{host}} antwortet nicht. Es wird weiter versucht.',
  'relay-stopped': 'Das Relay antwortet nicht mehr. Es wird weiter versucht.',
  'relay-restarts': 'Das Relay startet gerade neu. Der Companion verbindet sich von selbst wieder.',
  'relay-other-version':
    'Das Relay und dieser Companion verstehen sich nicht. Einer von beiden braucht ein Update; sagen Sie es Ihrer IT. Es wird weiter versucht.',
  'relay-too-much':
    'Das Relay hat aufgelegt, weil dieser Computer zu langsam mitgelesen oder etwas zu Langes geschickt hat. Es wird neu verbunden; bleibt es so, prüfen Sie Ihr Netzwerk und aktualisieren Sie den Companion.',
  'relay-busy': 'Das Relay bittet um eine kurze Pause. Gleich wird es wieder versucht.',
  'sign-in-late':
    'Die Anmeldung kam zu spät beim Relay an. Es wird weiter versucht; bleibt es so, prüfen Sie Ihr Netzwerk.',
  'pbx-refused':
    'Die Telefonanlage lässt das Relay nicht herein. Sagen Sie es Ihrer IT; hier können Sie nichts tun.',
  'pbx-away':
    'Das Relay erreicht die Telefonanlage unter {{host}} nicht. Es versucht es weiter; bleibt es so, sagen Sie es Ihrer IT.',
  'pbx-silent':
    'Die Telefonanlage hat seit {{seconds}} s nichts gesagt. Das Relay verbindet sich neu mit ihr.',
  'pbx-late':
    'Die Telefonanlage antwortet {{seconds}} s zu spät, darum erscheinen auch Anrufe später. Bleibt es so, sagen Sie es Ihrer IT.',
  'pbx-not-asterisk': 'Unter {{host}} antwortet dem Relay keine Telefonanlage. Sagen Sie es Ihrer IT.',
  'pbx-untrusted':
    'Das Relay vertraut dem Zertifikat der Telefonanlage unter {{host}} nicht. Sagen Sie es Ihrer IT.',
  'pbx-lists-nothing':
    'Anrufe erscheinen wie immer; nur nach einer Unterbrechung kann einer aussehen, als liefe er noch. Sagen Sie Ihrer IT, dass das Relay laufende Anrufe nicht auflisten darf.',
  'crm-slow-name': 'Das CRM ist langsam, der Name folgt',
  'crm-slow-more': 'Das CRM ist langsam, mehr folgt',
  'crm-not-asked': 'Das CRM konnte nicht gefragt werden. Beim nächsten Anruf wird es wieder versucht.',
  'crm-no-answer': 'Das CRM hat nicht geantwortet. Beim nächsten Anruf wird es wieder versucht.',
  'crm-settings':
    'Die Anmeldung am CRM ist unvollständig. Tragen Sie Adresse, Client-ID, Client-Secret, Benutzername und Passwort ein.',
  'crm-sign-in-first': 'Melden Sie sich zuerst in den Einstellungen am CRM an.',
  'call-not-in-crm': 'Dieser Anruf ist noch nicht im CRM.',
  'contact-not-in-crm': 'Das CRM kennt niemanden mit dieser Nummer.',
  'link-foreign': 'Von hier aus lassen sich nur Links in Ihr CRM öffnen.',
  'relay-address': 'Bitte geben Sie die ganze Adresse an, z. B. https://relay.example.com.',
  'call-over': 'Dieser Anruf ist hier vorbei. Beim nächsten können Sie wieder wählen.',
  'call-unknown': 'Dieser Companion kennt den Anruf nicht. Öffnen Sie ihn zuerst im Verlauf.',
  'call-no-number': 'Dieser Anruf zeigt keine Nummer, oder er ist hier vorbei.',
  'follow-up-most': 'Ein Anruf kann höchstens {{most}} Wiedervorlagen haben.',
  'follow-up-there': 'Das steht schon im CRM. Öffnen Sie es dort, um es zu ändern oder zu löschen.',
  'follow-up-sent':
    'Das ging an das CRM, und es kam noch keine Antwort; vielleicht steht es schon dort. Sobald es als gespeichert erscheint, löschen Sie es dort.',
  'follow-up-busy': 'Das wird gerade geschrieben. Versuchen Sie es in ein paar Sekunden noch einmal.',
  'notes-full':
    'Die Notizen von {{most}} Anrufen warten auf diesem Computer. Melden Sie sich in den Einstellungen am CRM an, dann werden sie geschrieben.',
  'notes-no-record':
    'Anrufe dieser Art stehen nicht im CRM, darum bleibt die Notiz auf diesem Computer und beim Relay.',
  'notes-no-writer': 'Melden Sie sich in den Einstellungen am CRM an, dann wird sie dort eingetragen.',
  'bundle-not-saved': 'Dort ließ sich das Paket nicht speichern. Wählen Sie einen anderen Ordner.',
  'copy-refused':
    'Der Browser lässt diese Seite nicht kopieren. Markieren Sie den Text und kopieren Sie ihn selbst.',
};
