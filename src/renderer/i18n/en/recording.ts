/** What the PBX has recorded of a call. */
export const recording = {
  recording: {
    title: 'Recording',
    listen: 'Listen',
    noLink: 'It lies on the phone system. Your administrator can set up a link to it.',
  },
} as const;
