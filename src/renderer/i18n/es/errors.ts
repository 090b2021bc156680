import type { Texts } from '../texts';
import { troubles } from './troubles';

export const errors: Texts<'errors'> = {
  error: {
    bad_request: 'Algo no era como se esperaba. Revise lo que ha escrito.',
    unauthorized: 'No ha iniciado sesión, o su sesión ya no es válida. Inicie sesión de nuevo.',
    forbidden: 'No tiene permiso para esto. Consulte a su departamento de TI si lo necesita.',
    not_found: 'Esto ya no existe.',
    conflict: 'Otra persona lo ha cambiado entretanto. Revíselo e inténtelo de nuevo.',
    too_large: 'Es demasiado largo. Acórtelo e inténtelo de nuevo.',
    rate_limited: 'Demasiadas veces en poco tiempo. Espere un momento e inténtelo de nuevo.',
    internal: 'Algo ha fallado. Está en el registro; inténtelo de nuevo.',
    unavailable: 'Esto no está disponible ahora. Inténtelo de nuevo en un momento.',
    pbx_unavailable:
      'No se puede acceder a la centralita, así que ahora no se puede marcar. Marque en el propio teléfono y avise a su departamento de TI.',
    pbx_refused:
      'La centralita ha rechazado esta llamada. Inténtelo de nuevo; si continúa, avise a su departamento de TI.',
    pbx_timeout:
      'La centralita no ha respondido a tiempo. Puede que aún suene; espere un momento antes de repetir.',
    bad_number: 'No se puede llamar a este número. Revise sus cifras.',
    crm_auth:
      'SuiteCRM no acepta este inicio de sesión. Revise usuario, contraseña y cliente, o consulte a la administración de su CRM.',
    crm_unavailable: 'No se puede acceder a SuiteCRM ahora. Inténtelo más tarde.',
    crm_timeout: 'SuiteCRM va demasiado lento ahora. Inténtelo de nuevo en un momento.',
    crm_refused:
      'SuiteCRM no lo ha aceptado. Revise lo que ha escrito o consulte a la administración de su CRM.',
    crm_bad_answer: 'En esta dirección no responde SuiteCRM. Revise la dirección.',
    config: 'Hay un ajuste incorrecto. Avise a su departamento de TI.',
  },
  reason: {
    ...troubles,
    'number-empty': 'No hay ningún número al que llamar.',
    'number-control': 'El número contiene un salto de línea u otro carácter de control.',
    'number-signs':
      'Un número puede tener cifras, un + al principio, * y #, y entre ellos espacios, paréntesis, puntos o guiones.',
    'number-plus': 'Un + solo puede estar al principio de un número.',
    'number-no-digit': 'El número no contiene ninguna cifra.',
    'number-too-long': 'El número es demasiado largo: {{most}} cifras como máximo.',
    'text-no-number': 'No hay ningún número de teléfono en el texto seleccionado ni en el portapapeles.',
    'link-too-long': 'Este enlace es demasiado largo para un número: {{most}} caracteres como máximo.',
    'link-broken': 'Este enlace está dañado: contiene un % que no significa nada.',
    'link-unknown': 'Este enlace no sirve para marcar un número.',
    'link-extension': 'La extensión de este enlace no es un número.',
    'enrol-link': 'Este enlace de alta está incompleto o dañado. Pida uno nuevo a su departamento de TI.',
    'enrol-open':
      'Este enlace de alta lleva a {{host}} sin cifrado, por eso no se usa. Pida a su departamento de TI uno con https.',
    'enrol-locked':
      'Su departamento de TI ha fijado otro relay para este equipo, por eso no se usa este enlace de alta.',
    'sign-in-first': 'Inicie sesión primero; después podrá llamar a este número.',
    'no-extension':
      'No tiene extensión, así que ningún teléfono puede sonar. Pida una a su departamento de TI.',
    'phone-unreachable':
      'El teléfono de la extensión {{extension}} no puede sonar. ¿Está encendido y registrado?',
    'call-gone': 'Esta llamada ya no está en su teléfono.',
    'ring-gone': 'Su teléfono ya no suena por esta llamada.',
    'hang-up-off': 'Esta centralita no deja que el Companion cuelgue. Use su teléfono.',
    'answer-off': 'Esta centralita no puede contestar por usted. Use su teléfono.',
    'relay-offline':
      'Sin conexión con el relay, así que ahora no se puede. Funcionará en cuanto vuelva la conexión.',
    'relay-lost': 'Se perdió la conexión con el relay antes de que respondiera. Inténtelo de nuevo.',
    'relay-silent': 'El relay no ha respondido a tiempo. Inténtelo de nuevo.',
    'relay-unreachable': 'No se puede acceder al relay en {{host}}. Revise la dirección y su red.',
    'not-a-relay': '{{host}} ha respondido, pero no como un CTI Relay. Revise la dirección.',
    'code-used':
      'Este código no es válido. Un código vale una vez y por poco tiempo; pida uno nuevo a su departamento de TI.',
    'token-refused':
      'El relay ya no acepta este inicio de sesión. Pida un código nuevo a su departamento de TI.',
    'locked-by-it': 'Su departamento de TI lo ha fijado. Consúltele si no le conviene.',
  },
};
