import type { Texts } from '../texts';

export const recording: Texts<'recording'> = {
  recording: {
    title: 'Grabación',
    listen: 'Escuchar',
    noLink: 'Está en la centralita. Su administrador puede configurar un enlace a ella.',
  },
};
