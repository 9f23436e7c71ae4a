// Interests to start with: what they are called stands in _locales, the keywords are what videos about them say (the default
// embedding model reads English).

/** @type {readonly {key: string, keywords: string[]}[]} */
export const STARTING_TOPICS = Object.freeze([
  {key: 'topicScience', keywords: ['science', 'physics', 'chemistry', 'biology', 'experiment']},
  {key: 'topicSpace', keywords: ['space', 'astronomy', 'rocket', 'nasa', 'planets']},
  {key: 'topicMathematics', keywords: ['mathematics', 'geometry', 'algebra', 'proof', 'puzzle']},
  {key: 'topicProgramming', keywords: ['programming', 'software', 'coding', 'linux', 'python']},
  {key: 'topicAi', keywords: ['artificial intelligence', 'machine learning', 'neural network', 'robot']},
  {key: 'topicTech', keywords: ['technology', 'smartphone', 'laptop', 'gadget', 'review']},
  {key: 'topicElectronics', keywords: ['electronics', 'circuit', 'arduino', 'repair', 'soldering']},
  {key: 'topicMaking', keywords: ['diy', 'woodworking', 'workshop', '3d printing', 'build']},
  {key: 'topicHistory', keywords: ['history', 'ancient', 'medieval', 'war', 'documentary']},
  {key: 'topicNews', keywords: ['news', 'politics', 'analysis', 'interview', 'world']},
  {key: 'topicBusiness', keywords: ['business', 'economy', 'finance', 'investing', 'startup']},
  {key: 'topicPhilosophy', keywords: ['philosophy', 'psychology', 'books', 'essay', 'ideas']},
  {key: 'topicLanguages', keywords: ['language', 'linguistics', 'learn', 'grammar', 'pronunciation']},
  {key: 'topicNature', keywords: ['nature', 'wildlife', 'animals', 'ocean', 'forest']},
  {key: 'topicGardening', keywords: ['gardening', 'plants', 'garden', 'vegetables', 'soil']},
  {key: 'topicCooking', keywords: ['cooking', 'recipe', 'food', 'baking', 'kitchen']},
  {key: 'topicTravel', keywords: ['travel', 'city', 'vlog', 'hiking', 'train']},
  {key: 'topicFitness', keywords: ['fitness', 'workout', 'running', 'yoga', 'health']},
  {key: 'topicSport', keywords: ['sport', 'football', 'basketball', 'highlights', 'match']},
  {key: 'topicCars', keywords: ['cars', 'motorsport', 'formula 1', 'engine', 'bike']},
  {key: 'topicMusic', keywords: ['music', 'song', 'concert', 'guitar', 'piano']},
  {key: 'topicGaming', keywords: ['gaming', 'game', 'playthrough', 'speedrun', 'minecraft']},
  {key: 'topicFilm', keywords: ['film', 'movie', 'cinema', 'trailer', 'series']},
  {key: 'topicComedy', keywords: ['comedy', 'funny', 'stand-up', 'sketch', 'parody']},
]);
