/**
 * The passwords of twelve characters or more that stand at the top of public lists of leaked ones, lower case. Short by intent:
 * repetitions, runs of keys and well-known words with digits around them are recognised by rule.
 */
const TEXT = `
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6 q1w2e3r4t5y6u7i8 1qaz2wsx3edc 1qaz2wsx3edc4rfv
  1qaz2wsx3edc4rfv5tgb qazwsxedcrfv qazwsxedc123 qazwsxedcrfvtgb zaq12wsxcde3 zaq1xsw2cde3 zaq12wsx3edc 1qazxsw23edc 3edc4rfv5tgb
  !qaz2wsx3edc 1qaz@wsx3edc 1qaz!qaz1qaz q2w3e4r5t6y7 a1b2c3d4e5f6 a1s2d3f4g5h6 1a2b3c4d5e6f qwe123qwe123 qwer1234qwer asdf1234asdf
  qweasdzxc123 123qweasdzxc qweasdzxcrty qwertyuiop[] qwertyasdfgh asdfghjkl;' zxcvbnm,./ 1234qwerasdf 1234qwerasdfzxcv qwerasdfzxcv
  147258369147 147852369147 741852963741 789456123789 159753159753 321654987321 102030405060 112233445566 1122334455667788 010203040506
  121212121212 123123123123 111222333444 111111222222 987654321012 123456654321 12345678987654321 1234554321 123454321123 314159265358
  3141592653589793 271828182845 abc123abc123 abcd1234abcd 1234abcd1234 abcdef123456 123456abcdef a123456789012 aa1234567890 a1234567890
  trustno1trustno1 correcthorsebatterystaple thisisapassword thisismypassword itsmypassword mypasswordismypassword ihaveapassword
  passwordispassword nopasswordhere notmypassword enterpassword newpassword1 yourpassword forgotpassword iforgotmypassword
  letmeinplease letmeinletmein openthedoor opensesame123 iloveyouforever iloveyousomuch ilovejesus123 iloveyoubaby jesuschrist1
  jesusislord1 jesuslovesme godisgood123 godisgreat123 inshallah123 allahuakbar1 bismillah786 blessed12345 thankyoujesus 
  unbelievable ilovemyfamily ilovemymom123 mothermother fatherfather johnjacobjingle supercalifragilistic
  hellohellohello helloworld123 helloworld1234 goodmorning123 welcomehome1 welcometohell welcomeback1 whatthefuck1 fuckyoufuckyou fuckoffanddie
  gofuckyourself motherfucker motherfucker1 manchesterunited manchester1 manunited123 liverpoolfc1 liverpool123 chelseafc123 arsenalfc123
  realmadrid12 barcelona123 fcbarcelona1 dallascowboys washingtonredskins steelers1234 pittsburgh12 philadelphia sanfrancisco california12
  newyorkcity1 newyork12345 losangeles12 unitedstates america12345 christopher1 alexander123 elizabeth123 michelle1234 nicholas1234
  anthony12345 jonathan1234 isabella1234 gabriella123 stephanie123 charlotte123 victoria1234 katherine123 harrypotter1 harrypotter123
  starwars1234 starwars1977 lordoftherings theforce1234 maytheforcebewithyou spiderman123 batmanbatman superman1234 ironman12345
  captainamerica pokemon12345 pikachu12345 minecraft123 minecraft1234 fortnite1234 counterstrike worldofwarcraft callofduty123 playstation1
  playstation2 playstation3 playstation4 xbox360xbox360 nintendo1234 skateboarding snowboarding basketball12 basketball23 football1234
  baseball1234 volleyball12 cheerleader1 cheerleading butterfly123 sunshine1234 rainbow12345 chocolate123 strawberry12 watermelon12
  pineapple123 blueberries1 cinnamonroll peanutbutter jellybean123 cookiemonster fluffybunny1 tinkerbell12 mickeymouse1 mickeymouse123
  hellokitty12 hellokitty123 spongebob123 scoobydoo123 snoopdogg420 bobmarley420 metallica123 ironmaiden66 ledzeppelin1 pinkfloyd123
  slipknot6666 blink182blink rockandroll1 rocknroll123 guitarhero12 computer1234 internet1234 microsoft123 windows12345 linux1234567
  ubuntu123456 debian123456 raspberrypi raspberry123 raspberrypi3 rootrootroot toortoortoor adminadmin12 adminadminadmin admin@123456
  administrator administrator1 administrator123 superadmin123 supervisor12 changeme1234 changeme@123 changemenow1 changeit1234 default12345
  defaultpassword temppassword temporary123 temppass1234 testtesttest testpassword test12345678 testing12345 testuser1234 demo12345678
  guest1234567 user12345678 oracle123456 mysql1234567 postgres1234 postgrespostgres database1234 server123456 cisco1234567 ciscocisco12
  jenkins12345 docker123456 kubernetes12 github123456 developer123 engineering1 company12345 business1234 manager12345 secret123456
  topsecret123 confidential private12345 security1234 master123456 mastermaster dragon123456 dragonball12 dragonballz1 monkey123456
  shadow123456 michael12345 jennifer1234 jordan232323 thunder12345 whatever1234 nothing12345 something123 someone12345 everything12
  passw0rd1234 p@ssw0rd1234 p@ssword1234 p@$$w0rd1234 pa$$word1234 pa55word1234 password!234 password@123 password#123 password1!2@
  passwort1234 motdepasse12 contrasena12 contraseña12 senha1234567 wachtwoord12 haslo1234567 parola123456 lozinka12345 salasana1234
  geheim123456 hallohallo12 schalke04s04 ichliebedich1 jetaime12345 teamo1234567 tequieromucho feyenoord123 bundesliga12 deutschland1
  azertyuiop12 azerty123456 azertyuiopqs qwertz123456 qwertzuiop12 asdfghjkl123 zxcvbnm12345 poiuytrewq12 mnbvcxzlkjhg lkjhgfdsa123
  summer2024!! summer2025!! summer2026!! winter2024!! winter2025!! winter2026!! spring2026!! autumn2026!! january2026! december2026
  monday123456 friday123456 mercedesbenz lamborghini1 volkswagen12 ferrari12345 corvette1234 harleydavidson harley123456 mustang12345
`

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(TEXT.trim().split(/\s+/))

/** Words that leaked passwords are built from, lower case, letters only. */
export const COMMON_WORDS: readonly string[] = `
  password passwords passwort kennwort motdepasse contrasena contraseña wachtwoord passphrase passcode welcome willkommen bienvenue letmein
  admin administrator root superuser superadmin user username guest test testing tester demo sample default changeme change me please secret
  geheim private master login signin access qwerty qwertz azerty asdf zxcv iloveyou love lovely sunshine princess monkey dragon football
  baseball basketball soccer hockey superman batman spiderman starwars pokemon minecraft shadow michael jennifer jordan jessica ashley
  charlie thomas daniel george hunter killer summer sommer winter spring autumn fall january february march april may june july august
  september october november december monday tuesday wednesday thursday friday saturday sunday hello hallo world computer internet server
  system oracle mysql postgres cisco google facebook microsoft windows linux github company business office work home family freedom whatever
  nothing abc abcd abcdef trustno one my the our your new old pass word key token portal developer engineering company team god jesus angel
  flower butterfly chocolate cookie cheese banana orange purple yellow silver golden diamond magic ninja pirate samsung apple iphone android
`
  .trim()
  .split(/\s+/)
