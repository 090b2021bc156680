/** The sounds, made of sine waves when they are played: no files, nobody's rights. */
import type { Sound } from '../../shared/ipc/settings';

interface Tone {
  /** Hz. */
  from: number;
  /** Where it glides to, in Hz. */
  to?: number;
  /** Seconds after the start. */
  at: number;
  /** Seconds until it has died away. */
  lasts: number;
  /** Share of the volume. */
  loud: number;
}

export const tones: Record<Exclude<Sound, 'none'>, readonly Tone[]> = {
  drop: [{ from: 520, to: 1040, at: 0, lasts: 0.16, loud: 0.9 }],
  chime: [
    { from: 659.3, at: 0, lasts: 0.5, loud: 0.7 },
    { from: 880, at: 0.16, lasts: 0.7, loud: 0.7 },
  ],
  bell: [
    { from: 1046.5, at: 0, lasts: 1.1, loud: 0.55 },
    { from: 2093, at: 0, lasts: 0.6, loud: 0.2 },
    { from: 2811, at: 0, lasts: 0.3, loud: 0.1 },
  ],
  knock: [
    { from: 180, to: 90, at: 0, lasts: 0.09, loud: 1 },
    { from: 180, to: 90, at: 0.17, lasts: 0.09, loud: 1 },
  ],
};

let context: AudioContext | null = null;

/**
 * Plays it once; a browser that has not been clicked into yet stays silent.
 * @param volume percent
 */
export const playSound = (sound: Sound, volume: number): void => {
  if (sound === 'none' || volume === 0 || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  void context.resume();
  for (const { from, to = from, at, lasts, loud } of tones[sound]) {
    const start = currentTime + 0.02 + at;
    const wave = context.createOscillator();
    const gain = context.createGain();
    wave.frequency.setValueAtTime(from, start);
    wave.frequency.exponentialRampToValueAtTime(to, start + lasts);
    // A wave that begins or ends at full height clicks. Loudness is heard as its square.
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, loud * (volume / 100) ** 2 * 0.5), start + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts);
    wave.connect(gain).connect(destination);
    wave.start(start);
    wave.stop(start + lasts);
  }
};
