import type { Texts } from '../texts';

export const window: Texts<'window'> = {
  window: {
    search: 'Buscar nombre, número o nota',
    ai: 'IA',
    queue: 'Cola',
    allQueues: 'Todas las colas',
    found_one: '{{count}} llamada encontrada',
    found_many: '{{count}} llamadas encontradas',
    found_other: '{{count}} llamadas encontradas',
    noMatchText: 'Ninguna llamada coincide. Pruebe con menos palabras u otro filtro.',
    olderComing: 'Llegan llamadas más antiguas…',
    olderLater: 'Las llamadas más antiguas llegarán cuando se pueda acceder de nuevo al relay.',
    new: 'Nueva',
    callBackTo: 'Devolver la llamada a {{who}}',
    callAgainTo: 'Llamar de nuevo a {{who}}',
  },
};
