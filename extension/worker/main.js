// The extension's worker, built from the parts below. Chrome stops and starts it at will: listeners are registered at once, and
// all that must outlive the worker is in storage.js or IndexedDB.
import {askPage} from '../messages.js';
import * as storage from '../storage.js';
import {Badge} from './badge.js';
import {browserName} from './browser-name.js';
import {Commands} from './commands.js';
import {Daemon} from './daemon.js';
import {Delivery} from './delivery.js';
import {FeedReader} from './feed.js';
import {makeHandlers} from './handlers.js';
import {OpenTabs} from './open-tabs.js';
import {Pace} from './pace.js';
import {Pairing} from './pairing.js';
import {Person} from './person.js';
import {Presence} from './presence.js';
import {Queue} from './queue.js';
import {Rank} from './rank.js';
import {Ratings} from './ratings.js';
import {Reasons} from './reasons.js';
import {Reception} from './reception.js';
import {Recording} from './recording.js';
import {WaitingEvents} from './waiting-events.js';
import {Unread} from './unread.js';
import {Wipe} from './wipe.js';

const waiting = new WaitingEvents();
const ratings = new Ratings();
const person = new Person({storage, waiting, ratings});
const daemon = new Daemon({storage, onMet: epoch => person.isInEpoch(epoch)});
const queue = new Queue({store: waiting, daemon});
const delivery = new Delivery({daemon, queue, alarms: chrome.alarms});
const openTabs = new OpenTabs({tabs: chrome.tabs, askPage});
const recording = new Recording({storage, waiting, ratings, delivery, openTabs});
const presence = new Presence({storage, waiting, delivery});
const feeds = new FeedReader({daemon, storage, ratings});
const reasons = new Reasons({daemon, storage});
const rank = new Rank({daemon, storage, reasons});
const pairing = new Pairing({
  daemon, storage, forgetPerson: () => person.forget(), browserName: browserName(/** @type {any} */ (navigator)),
});
const wipe = new Wipe({storage, daemon, person});
const unread = new Unread({storage});
const commands = new Commands({storage, recording, askPage});
const badge = new Badge({storage, action: chrome.action, text: key => chrome.i18n.getMessage(key)});
const handlers = makeHandlers({daemon, storage, recording, delivery, presence, ratings, rank, reasons, feeds, pairing, wipe, unread});
const reception = new Reception({handlers, pace: new Pace(), ownId: chrome.runtime.id});

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  void reception.receive(message, sender).then(respond);
  return true;
});
chrome.runtime.onInstalled.addListener(({reason}) => {
  if (reason === 'install') void chrome.runtime.openOptionsPage();
  void storage.migrate();
});
// Merely so that Chrome starts the worker with the browser: what waited since the last time is then sent below.
chrome.runtime.onStartup.addListener(() => {});
chrome.alarms.onAlarm.addListener(alarm => void delivery.onAlarm(alarm));
chrome.commands.onCommand.addListener((command, tab) => void commands.run(command, tab));
self.addEventListener('online', () => void delivery.run());
storage.watch('connection', connection => {
  void badge.draw();
  if (connection === 'ok') void rank.refreshModes();
  if (connection === 'away') void delivery.announce(); // somebody looks for it until it is back
  else void openTabs.tellStanding(); // a daemon that is away for a moment takes nothing off a page
});
storage.watch('modes', () => void openTabs.tellStanding());
storage.watch('paused', () => {
  void badge.draw();
  void openTabs.tellStanding();
});

void storage.lockStorage();
void badge.draw();
void delivery.run();
void rank.refreshModes();
