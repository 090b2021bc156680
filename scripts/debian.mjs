/** What the tests need from Debian: a display, a browser, a keychain, a notification daemon, a window manager, an Asterisk, a Redis, proxies. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { alone } from './setup.mjs';

/** Package -> a file that proves it is there. */
const needed = {
  xvfb: '/usr/bin/Xvfb',
  xauth: '/usr/bin/xauth',
  chromium: '/usr/bin/chromium',
  'dbus-x11': '/usr/bin/dbus-launch',
  'gnome-keyring': '/usr/bin/gnome-keyring-daemon',
  dunst: '/usr/bin/dunst',
  xfwm4: '/usr/bin/xfwm4',
  xdotool: '/usr/bin/xdotool',
  openssl: '/usr/bin/openssl',
  debootstrap: '/usr/sbin/debootstrap',
  'redis-server': '/usr/bin/redis-server',
  nginx: '/usr/sbin/nginx',
  caddy: '/usr/bin/caddy',
  iproute2: '/usr/sbin/ip',
  'build-essential': '/usr/bin/g++',
  python3: '/usr/bin/python3',
  'xdg-utils': '/usr/bin/xdg-mime',
  'desktop-file-utils': '/usr/bin/desktop-file-validate',
  'libsecret-1-dev': '/usr/include/libsecret-1/libsecret/secret.h',
  'fonts-noto-core': '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
};
/** Shared libraries of Electron, whose paths differ by architecture: asked of dpkg. */
const libraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'libnotify4',
  'libxtst6',
  'libatspi2.0-0',
  'libsecret-1-0',
];

const installed = (name) =>
  /^Status: install ok installed$/m.test(spawnSync('dpkg', ['-s', name], { encoding: 'utf8' }).stdout ?? '');

/**
 * Installs what is missing, where that is possible: Debian or Ubuntu, as root.
 * @returns {string[]} names of packages that are missing and could not be installed
 */
export const ensureDebianPackages = () => {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg')) return [];
  const missing = [
    ...Object.entries(needed)
      .filter(([, file]) => !existsSync(file))
      .map(([name]) => name),
    ...libraries.filter((name) => !installed(name)),
  ];
  if (missing.length === 0) return [];
  if (process.getuid?.() !== 0) return missing;
  return alone(() => install(missing));
};

const install = (missing) => {
  process.stdout.write(`Installing from Debian: ${missing.join(' ')} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, encoding: 'utf8' });
  apt('update');
  const result = apt('install', '--no-install-recommends', ...missing);
  if (result.status !== 0) process.stdout.write(`${result.stdout}\n${result.stderr}\n`);
  return missing.filter((name) => (needed[name] ? !existsSync(needed[name]) : !installed(name)));
};
