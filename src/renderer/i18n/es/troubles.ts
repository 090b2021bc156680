import type { Troubles } from '../en/troubles';

export const troubles: Troubles = {
  'relay-away': 'No se puede acceder al relay en {{host}}. Se sigue intentando.',
  'relay-no-answer': 'El relay en {{host}} no responde. Se sigue intentando.',
  'relay-stopped': 'El relay ha dejado de responder. Se sigue intentando.',
  'relay-restarts': 'El relay se está reiniciando. Companion se vuelve a conectar solo.',
  'relay-other-version':
    'El relay y este Companion no se entienden. Uno de los dos necesita una actualización; avise a su departamento de TI. Se sigue intentando.',
  'relay-too-much':
    'El relay ha colgado porque este equipo leía demasiado despacio o ha enviado algo demasiado largo. Se vuelve a conectar; si continúa, revise su red y actualice Companion.',
  'relay-busy': 'El relay pide una breve pausa. Se intentará de nuevo en un momento.',
  'sign-in-late':
    'El inicio de sesión llegó tarde al relay. Se sigue intentando; si continúa, revise su red.',
  'pbx-refused':
    'La centralita no deja entrar al relay. Avise a su departamento de TI; desde aquí no se puede hacer nada.',
  'pbx-away':
    'El relay no puede acceder a la centralita en {{host}}. Sigue intentándolo; si continúa, avise a su departamento de TI.',
  'pbx-silent':
    'La centralita no dice nada desde hace {{seconds}} s. El relay se vuelve a conectar con ella.',
  'pbx-late':
    'La centralita responde con {{seconds}} s de retraso, así que las llamadas también aparecen tarde. Si continúa, avise a su departamento de TI.',
  'pbx-not-asterisk':
    'Lo que responde al relay en {{host}} no es la centralita. Avise a su departamento de TI.',
  'pbx-untrusted':
    'El relay no confía en el certificado de la centralita en {{host}}. Avise a su departamento de TI.',
  'pbx-lists-nothing':
    'Las llamadas aparecen como siempre; solo tras una interrupción alguna puede parecer aún en curso. Diga a su departamento de TI que el relay no puede listar las llamadas en curso.',
  'crm-slow-name': 'El CRM va lento, el nombre llegará',
  'crm-slow-more': 'El CRM va lento, lo demás llegará',
  'crm-not-asked': 'No se ha podido preguntar al CRM. Se volverá a intentar con la próxima llamada.',
  'crm-no-answer': 'El CRM no ha respondido. Se volverá a intentar con la próxima llamada.',
  'crm-settings':
    'El inicio de sesión del CRM está incompleto. Indique la dirección, el ID de cliente, el secreto de cliente, su usuario y su contraseña.',
  'crm-sign-in-first': 'Inicie sesión primero en el CRM, en los ajustes.',
  'call-not-in-crm': 'Esta llamada aún no está en el CRM.',
  'contact-not-in-crm': 'El CRM no conoce a nadie con este número.',
  'link-foreign': 'Desde aquí solo se pueden abrir enlaces a su CRM.',
  'relay-address': 'Indique la dirección completa, p. ej. https://relay.example.com.',
  'call-over': 'Esta llamada ya ha terminado aquí. Podrá elegir de nuevo en la próxima.',
  'call-unknown': 'Este Companion no conoce la llamada. Ábrala primero en el historial.',
  'call-no-number': 'Esta llamada no muestra ningún número, o ya ha terminado aquí.',
  'follow-up-most': 'Una llamada puede tener como máximo {{most}} seguimientos.',
  'follow-up-there': 'Ya está en el CRM. Ábralo allí para cambiarlo o borrarlo.',
  'follow-up-sent':
    'Se envió al CRM y aún no hay respuesta, así que puede que ya esté allí. En cuanto aparezca como guardado, bórrelo allí.',
  'follow-up-busy': 'Se está escribiendo en este momento. Inténtelo de nuevo en unos segundos.',
  'notes-full':
    'Las notas de {{most}} llamadas esperan en este equipo. Inicie sesión en el CRM en los ajustes para que se escriban.',
  'notes-no-record':
    'Las llamadas de este tipo no se registran en el CRM, así que la nota queda en este equipo y en el relay.',
  'notes-no-writer': 'Inicie sesión en el CRM en los ajustes y se escribirá allí.',
  'bundle-not-saved': 'El paquete no se ha podido guardar ahí. Elija otra carpeta.',
  'copy-refused': 'El navegador no deja copiar a esta página. Seleccione el texto y cópielo.',
};
