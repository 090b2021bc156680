import '../lib/no-eval';
import './popup.css';
import { startPage } from '../lib/start-page';
import { Popup } from './Popup';

void startPage(<Popup />);
