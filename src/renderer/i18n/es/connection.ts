import type { Texts } from '../texts';

export const connection: Texts<'connection'> = {
  connection: {
    title: 'Conexiones',
    intro: 'Tres conexiones llevan una llamada con su nombre a su pantalla. Así está cada una.',
    lastEvent: 'Última señal',
    lastProblem: 'Último problema',
    never: 'todavía nada',
    noProblem: 'ninguno',
    since: 'Desde',
    tryNow: 'Probar ahora',
    trying: 'Nuevo intento solicitado.',
    toSettings: 'A los ajustes',
    details: 'Lo que se comunicó',
    relayGood: 'Sus llamadas llegan aquí en cuanto suenan.',
    relayConnecting: 'Conectando. Las llamadas se mostrarán enseguida.',
    relayDown:
      'No se pueden mostrar llamadas hasta que vuelva. Revise la red y la VPN; si les pasa a sus compañeros, avise a TI.',
    relayOff: 'Sin sesión. Inicie sesión con el código de TI.',
    pbxGood: 'El relay oye la centralita.',
    pbxConnecting: 'El relay se está conectando a la centralita.',
    pbxDown:
      'El relay no oye la centralita. Su teléfono funciona, pero no se muestran llamadas. Avise a TI; aquí no se puede hacer nada.',
    relayFirst: 'El relay lo dirá en cuanto se le alcance.',
    crmGood: 'Se busca a quien llama con su propia cuenta.',
    crmGoodWeb: 'Se busca a quien llama a través del relay.',
    crmConnecting: 'Iniciando sesión en el CRM.',
    crmDown:
      'Las llamadas se muestran sin nombre. Pruebe ahora; si sigue, revise su contraseña en los ajustes o avise a TI.',
    crmOff: 'No ha iniciado sesión en el CRM, por eso las llamadas se muestran sin nombre.',
    crmOffWeb: 'TI no muestra datos del CRM en el navegador.',
  },
  support: {
    title: 'Ayuda para TI',
    text: 'Un paquete de soporte dice qué se ejecuta aquí y cómo están las conexiones. Los números van ocultos; no contiene nombres, contraseñas ni notas.',
    make: 'Crear paquete de soporte',
    contains: 'Contiene',
    save: 'Guardar…',
    saved: 'Guardado como {{path}}',
  },
  managed: {
    by: 'Establecido por TI',
    some: 'Su departamento de TI ha fijado algunos de estos ajustes, en {{source}}.',
    wrong: 'Los ajustes de TI para este equipo no se pueden usar. Muéstreles esto:',
  },
};
