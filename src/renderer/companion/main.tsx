import '../lib/no-eval';
import '../components/frame.css';
import './companion.css';
import './quiet-banner.css';
import '../components/history.css';
import './setup/setup.css';
import { startPage } from '../lib/start-page';
import { App } from './App';

void startPage(<App />);
