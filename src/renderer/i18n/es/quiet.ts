import type { Texts } from '../texts';

export const quiet: Texts<'quiet'> = {
  quiet: {
    title: 'No molestar',
    hint: 'Sin tarjeta, sin notificación y sin sonido. Su teléfono suena igualmente.',
    off: 'Desactivado',
    half: '30 minutos',
    hour: '1 hora',
    open: 'Hasta que lo apague',
    on: 'No molestar está activado',
    onUntil: 'No molestar hasta las {{time}}',
    bySystem: 'Su sistema está en no molestar, por eso no aparece ninguna tarjeta',
    turnOff: 'Desactivar',
    missed_one: '{{count}} llamada entretanto',
    missed_other: '{{count}} llamadas entretanto',
    missed_many: '{{count}} llamadas entretanto',
    show: 'Mostrar',
    dismiss: 'Ocultar',
    lets: 'Qué sigue pasando',
    direct: 'Llamadas directas a mí',
    directHint: 'No las de una cola',
    handOvers: 'Llamadas que me pasan',
    handOversHint: 'Por un compañero o el asistente: el cliente espera',
    withSystem: 'También cuando el sistema está en no molestar',
    withSystemHint: 'Este equipo lo indica; si no, solo cuenta el interruptor de arriba',
  },
};
