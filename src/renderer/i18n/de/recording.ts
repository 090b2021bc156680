import type { Texts } from '../texts';

export const recording: Texts<'recording'> = {
  recording: {
    title: 'Aufzeichnung',
    listen: 'Anhören',
    noLink: 'Sie liegt in der Telefonanlage. Ihre Administration kann einen Link dazu einrichten.',
  },
};
