/** The companion window: search, contacts, dialer, palette. */
export const window = {
  window: {
    search: 'Search name, number or note',
    ai: 'AI',
    queue: 'Queue',
    allQueues: 'All queues',
    found_one: '{{count}} call found',
    found_other: '{{count}} calls found',
    noMatchText: 'No call fits. Try fewer words or another filter.',
    olderComing: 'Older calls are on their way…',
    olderLater: 'Older calls follow when the relay can be reached again.',
    new: 'New',
    callBackTo: 'Call back {{who}}',
    callAgainTo: 'Call {{who}} again',
  },
} as const;
