//! Everyday English as questions use it, the same for every course.
//!
//! Three short lists written for Docent: words of grammar, words that are said about everything, and groups of words
//! that ask for the same thing. Nothing here knows a course.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::vocabulary::Kind;

/// Words that carry the grammar of a question and nothing of its subject.
const STOP: &str = "a an the this that these those there here it its itself i me my mine myself we us our ours you u your yours \
    yourself he him his she her they them their theirs one ones someone somebody anyone anybody everyone everybody \
    something anything is am are was were be been being do does did doing done dont don't doesnt doesn't didnt \
    didn't isnt isn't arent aren't wasnt wasn't cant can't cannot couldnt couldn't wont won't wouldnt wouldn't \
    shouldnt shouldn't havent haven't hasnt hasn't im i'm ive i've id i'd i'll it's thats that's there's what's \
    whats how's let's lets you're we're they're he's she's have has had having will would shall should can could may \
    might must ought need needs and or but nor so if then else than as because since while although though unless \
    until untill whether of in on at by to from for with without within into onto out over under about above below \
    between among through during before after against along around across behind beyond off up down via per upon \
    toward towards what which who whom whose when where why how not no yes any some all both each every either \
    neither other others another such same own only just also too very quite rather really again already always ever \
    never still yet now once often sometimes maybe perhaps even e.g eg i.e ie etc vs ok okay oh hi hello hey thanks \
    thank please pls plz sorry more most much many less least few several enough lot lots bit kind sort";

/// Words that everybody uses about everything.
const EVERYDAY: &str = "able achieve actually add allow allowed allows answer apparently appear appears appropriate ask asked asking \
    available avoid aware bad based basically become becomes believe best better bring bug call called came care \
    case cases cause causes certain chance change check clear clearly code come comes common complete completely concern \
    confused consider contain contains copied copy correct correctly couple course curently current currently decide \
    default describe described describes description detail details determine difference different differently \
    difficult directly easily easy edit effect end equal especially exact exactly example exist existing exists \
    expect expected expecting explain explained explanation fact fail failed fails far feature figure find fine \
    first fix follow followed following follows forward found full fully gave general generally generaly get gets \
    getting give given gives go goes going gone good got great guess handy happen happened happening happens hard \
    help helpful hope huge idea impact implement important inform information inside instead intend intended \
    interested issue keep keeps kept know known knows large last later latest lead leave leaves leaving left like \
    likely line little long look looked looking looks lost love luck made main major make makes making manage matter \
    mean means meant mention mentioned method minimal miss missing mistake modify moment name near necessary needed \
    new next nice none normal normally note notice noticed number obtain obtains obvious occur occurs old open \
    option order outside overall part particular pass people person place plan planned plans point possible possibly \
    potential practice prefer present pretty previous probably problem problems proceed proper properly propose \
    proposed provide provided provides purpose put putting question questions quick quickly read reading real reason \
    recently recommend recommended refer related require required requires result results right run running runs \
    said saw say says second see seeing seem seems seen select sense sample separate serious set setting setup show showing \
    shown shows similar similarly simillar simple simply single situation small snippet solution solve somehow sounds \
    special specific specifically specify start started starting state statement step steps stop strange struggling \
    stuff suggest suggestion support supported sure take taken takes talk tell tells terms test thing things think \
    third thought today together told took tried tries trouble true try trying turn two type types typical unable \
    understand unexpected unfortunately unlike use used useful user uses using usual usually value various version \
    view want wanted wants watch way ways well went whatever whenever whole wonder wondering word words work worked \
    working works worry write writing wrong wrote year years yesterday";

/// Words that ask for the same thing, a group a line.
const ALIKE: &str = "";

static STOP_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP.split_whitespace().collect());
static EVERYDAY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EVERYDAY.split_whitespace().collect());
static ALIKE_WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut alike: HashMap<&str, Vec<&str>> = HashMap::new();
    for group in ALIKE.lines() {
        for word in group.split_whitespace() {
            alike.entry(word).or_default().extend(group.split_whitespace().filter(|other| *other != word));
        }
    }
    alike
});

pub(super) fn kind(key: &str) -> Kind {
    if STOP_WORDS.contains(key) {
        Kind::Stop
    } else if EVERYDAY_WORDS.contains(key) {
        Kind::Everyday
    } else {
        Kind::Topic
    }
}

pub(super) fn alike(key: &str) -> &'static [&'static str] {
    ALIKE_WORDS.get(key).map_or(&[], Vec::as_slice)
}
