//! Everyday English as questions use it, the same for every course.
//!
//! Three short lists written for Docent: words of grammar, words that are said about everything, and groups of words
//! that ask for the same thing. Nothing here knows a course.

use std::{collections::HashSet, sync::LazyLock};

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

/// What else a word of a question may be called in a text: the word, then its likes.
const ALIKE: &str = "\
documentation documentations docs doc manual
delete remove erase drop discard
uninstall remove
create make generate build construct
creating creation
new create
add append insert include
error exception failure fail crash raise
bug error
change modify alter edit customize replace
update upgrade refresh
overwrite override replace
customize override
disable deactivate hide prevent skip remove
off disable
hidden hide disable
enable activate allow
on enable
show display print render view
begin start launch init
stop end halt terminate shutdown exit quit kill cancel
start startup
several multiple many
multiple several list
parameter argument param option
parameters arguments params options
folder directory
directory folder path
file path
environment env venv virtualenv
env environment variable
venv environment virtual
virtualenv environment virtual
config configuration configure settings
setting configuration option preference
settings configuration options config
option flag setting
flag option
repo repository
repository registry repo
registry repository index
package library module dependency distribution
module package file
library package
dependency package requirement
requirements dependencies
setup install configure
install installation
authenticate authentication login credentials
login authenticate signin
credentials password username token authentication
permission access role authorization scope
permissions access roles scopes
authorize permission access
access permission
wait block await
blocking wait slow
slow performance fast speed
fast performance speed quick
performance speed fast
async asynchronous await
asynchronous async
sync synchronous synchronize
synchronous sync
parallel concurrent simultaneous threads
concurrent parallel concurrency
simultaneously concurrently parallel
size space storage disk
space size storage disk
storage disk store
clean clear purge remove
clear clean remove
unused remove clean
latest newest recent
newest latest
old outdated previous
optional default required
mandatory required
return response output
output return print
result response output return
answer response
request call
call invoke run
invoke call
execute run
run execute
split divide separate
separate split
separated split
join merge combine
merge combine join
combine merge
big large huge
large big
small little
list array sequence vector
array list
dict dictionary map object
dictionary dict map
map dictionary
int integer number
integer int number
number integer
float decimal number
string str text
str string text
text string
bool boolean
boolean bool
null none nil empty missing
none null empty unset
empty none null
missing absent none
unset default none null
test check verify
check verify test validate
verify check validate
validate validation check
validation validate
example sample
examples samples example
route endpoint path url
endpoint route path url operation
endpoints routes paths
url path address route
handler function endpoint callback
function method operation handler
method function
log logging
logger logging log
logs logging log
upload send
download send fetch get
fetch download get retrieve
retrieve fetch get
send upload return
serve return send host
host serve deploy
deploy deployment production
production deployment
server host service
service server application
app application
application app
program application app
database db sql
db database
sql database
query search parameter
website site web page
site website
page site
picture image
image picture photo
video media stream
audio media stream
stream streaming chunk
streaming stream
ui interface frontend
interface ui
gui ui interface
class type model
type class kind
field attribute property
attribute field property
property attribute field
attributes fields properties
key name
name key title
variable value
header headers
cookie cookies
user account
account user
private internal
public external
global default everywhere
custom own customize
proxy gateway
cache caching cached
lock pin
pin lock fix
pinned pin locked
version release
versions releases
release version
compile build
compiler build
thread threads concurrency
threads thread concurrency
process worker
processes workers
worker process
workers processes
memory ram heap
loop iterate iteration repeat
iterate loop
iteration loop
repeat loop
container docker image
docker container image
certificate certificates ssl tls
ssl tls certificate https
tls ssl certificate https
https tls ssl certificates
encrypt encryption security
secure security
secret password key credentials
password secret credentials
token key credentials
command cli terminal
terminal command shell cli
shell terminal command
cli command
script program file
ide editor
editor ide
organize structure bigger
structure organize layout
structuring structure organize
layout structure
convert conversion transform serialize
serialize encode convert json
encode serialize convert
parse decode read
json serialize
share shared common
shared share common
inherit inheritance extend
extend inherit
extra additional
additional extra
extras extra optional
hook callback event
callback hook
background later task
task job
job task
schedule job task
timeout time
retry again
limit maximum
max maximum limit
min minimum
maximum max limit
minimum min
regex pattern expression
pattern regex
message text
form data
ignore skip exclude
skip ignore exclude
exclude ignore omit skip
excluded exclude omit
omit exclude skip
include add contain
mock fake override
fake mock override
stub mock";

static STOP_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP.split_whitespace().collect());
static EVERYDAY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EVERYDAY.split_whitespace().collect());
pub(super) fn kind(key: &str) -> Kind {
    if STOP_WORDS.contains(key) {
        Kind::Stop
    } else if EVERYDAY_WORDS.contains(key) {
        Kind::Everyday
    } else {
        Kind::Topic
    }
}

/// Pairs of a word and its likes.
pub(super) fn alike() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALIKE.lines().filter_map(|line| line.split_once(' '))
}
