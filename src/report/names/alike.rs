//! Names as disks compare them: APFS takes é and e with an accent behind it for one name, NTFS and APFS capitals and small letters.
//!
//! [`alike`] takes letters apart as Unicode does (canonical decomposition, of small letters alone: what is compared has no others) and
//! folds their case in full, so that ß is ss and ſ is s. Invariant: names that a disk takes for one have one form here. Limits: marks on
//! one letter count in any order; forms that no disk takes for one (² and 2, ① and 1) stay apart.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text::fold;

/// Each mark, and after it pairs: a letter with the mark, and the letter without.
const MARKED: &[(char, &str)] = &[
    ('\u{300}', "àaèeìiòoùuǜüǹnѐеѝиḕēṑōẁwầâằăềêồôờơừưỳyἂἀἃἁἒἐἓἑἢἠἣἡἲἰἳἱὂὀὃὁὓὑὢὠὣὡὰαὲεὴηὶιὸοὺυὼω῍᾿῝῾῭¨"),
    (
        '\u{301}',
        "áaéeíióoúuýyćcĺlńnŕrśsźzǘüǵgǻåǽæǿø\u{344}\u{308}΅¨άαέεήηίιόούυώωϓϒѓгќкḉçḗēḯïḱkḿmṍõṓōṕpṹũẃwấâắăếêốôớơứưἄἀἅἁἔἐἕἑ\
     ἤἠἥἡἴἰἵἱὄὀὅὁὕὑὤὠὥὡ῎᾿῞῾",
    ),
    ('\u{302}', "âaêeîiôoûuĉcĝgĥhĵjŝsŵwŷyẑzậạệẹộọ"),
    ('\u{303}', "ãañnõoĩiũuṽvẫâẵăẽeễêỗôỡơữưỹy"),
    ('\u{304}', "āaēeīiōoūuǖüǟäǡȧǣæǭǫȫöȭõȱȯȳyӣиӯуḡgḹḷṝṛᾱαῑιῡυ"),
    ('\u{306}', "ăaĕeğgĭiŏoŭuйиўуӂжӑаӗеḝȩặạᾰαῐιῠυ"),
    ('\u{307}', "ċcėeġgżzȧaȯoḃbḋdḟfḣhṁmṅnṗpṙrṡsṥśṧšṩṣṫtẇwẋxẏy"),
    ('\u{308}', "äaëeïiöoüuÿyϊιϋυϔϒёеїіӓаӛәӝжӟзӥиӧоӫөӭэӱуӵчӹыḧhṏõṻūẅwẍx"),
    ('\u{309}', "ảaẩâẳăẻeểêỉiỏoổôởơủuửưỷy"),
    ('\u{30a}', "åaůu"),
    ('\u{30b}', "őoűuӳу"),
    ('\u{30c}', "čcďděeľlňnřršsťtžzǎaǐiǒoǔuǚüǧgǩkǯ\u{292}ȟh"),
    ('\u{30f}', "ȁaȅeȉiȍoȑrȕuѷѵ"),
    ('\u{311}', "ȃaȇeȋiȏoȓrȗu"),
    ('\u{313}', "ἀαἐεἠηἰιὀοὠω"),
    ('\u{314}', "ἁαἑεἡηἱιὁοὑυὡωῥρ"),
    ('\u{31b}', "ơoưu"),
    ('\u{323}', "ḅbḍdḥhḳkḷlṃmṇnṛrṣsṭtṿvẉwẓzạaẹeịiọoợơụuựưỵy"),
    ('\u{324}', "ṳu"),
    ('\u{325}', "ḁa"),
    ('\u{326}', "șsțt"),
    ('\u{327}', "çcģgķkļlņnŗrşsţtȩeḑdḩh"),
    ('\u{328}', "ąaęeįiųuǫo"),
    ('\u{32d}', "ḓdḙeḽlṋnṱtṷu"),
    ('\u{32e}', "ḫh"),
    ('\u{330}', "ḛeḭiṵu"),
    ('\u{331}', "ḇbḏdḵkḻlṉnṟrṯtẕz"),
    ('\u{338}', "↚←↛→↮↔⇍⇐⇎⇔⇏⇒∄∃∉∈∌∋∤∣∦∥≁∼≄≃≇≅≉≈≠=≢≡≭≍≮<≯>≰≤≱≥≴≲≵≳≸≶≹≷⊀≺⊁≻⊄⊂⊅⊃⊈⊆⊉⊇⊬⊢⊭⊨⊮⊩⊯⊫⋠≼⋡≽⋢⊑⋣⊒⋪⊲⋫⊳⋬⊴⋭⊵\u{2adc}\u{2add}"),
    ('\u{342}', "ἆἀἇἁἦἠἧἡἶἰἷἱὗὑὦὠὧὡ῁¨῏᾿῟῾"),
    ('\u{5b4}', "\u{fb1d}\u{5d9}"),
    ('\u{5b7}', "\u{fb1f}\u{5f2}\u{fb2e}\u{5d0}"),
    ('\u{5b8}', "\u{fb2f}\u{5d0}"),
    ('\u{5b9}', "\u{fb4b}\u{5d5}"),
    (
        '\u{5bc}',
        "\u{fb30}\u{5d0}\u{fb31}\u{5d1}\u{fb32}\u{5d2}\u{fb33}\u{5d3}\u{fb34}\u{5d4}\u{fb35}\u{5d5}\u{fb36}\u{5d6}\
     \u{fb38}\u{5d8}\u{fb39}\u{5d9}\u{fb3a}\u{5da}\u{fb3b}\u{5db}\u{fb3c}\u{5dc}\u{fb3e}\u{5de}\u{fb40}\u{5e0}\
     \u{fb41}\u{5e1}\u{fb43}\u{5e3}\u{fb44}\u{5e4}\u{fb46}\u{5e6}\u{fb47}\u{5e7}\u{fb48}\u{5e8}\u{fb49}\u{5e9}\
     \u{fb4a}\u{5ea}",
    ),
    ('\u{5bf}', "\u{fb4c}\u{5d1}\u{fb4d}\u{5db}\u{fb4e}\u{5e4}"),
    ('\u{5c1}', "\u{fb2a}\u{5e9}\u{fb2c}\u{fb49}"),
    ('\u{5c2}', "\u{fb2b}\u{5e9}\u{fb2d}\u{fb49}"),
    ('\u{653}', "\u{622}\u{627}"),
    ('\u{654}', "\u{623}\u{627}\u{624}\u{648}\u{626}\u{64a}\u{6c0}\u{6d5}\u{6c2}\u{6c1}\u{6d3}\u{6d2}"),
    ('\u{655}', "\u{625}\u{627}"),
    (
        '\u{93c}',
        "\u{929}\u{928}\u{931}\u{930}\u{934}\u{933}\u{958}\u{915}\u{959}\u{916}\u{95a}\u{917}\u{95b}\u{91c}\
     \u{95c}\u{921}\u{95d}\u{922}\u{95e}\u{92b}\u{95f}\u{92f}",
    ),
    ('\u{9bc}', "\u{9dc}\u{9a1}\u{9dd}\u{9a2}\u{9df}\u{9af}"),
    ('\u{9be}', "\u{9cb}\u{9c7}"),
    ('\u{9d7}', "\u{9cc}\u{9c7}"),
    ('\u{a3c}', "\u{a33}\u{a32}\u{a36}\u{a38}\u{a59}\u{a16}\u{a5a}\u{a17}\u{a5b}\u{a1c}\u{a5e}\u{a2b}"),
    ('\u{b3c}', "\u{b5c}\u{b21}\u{b5d}\u{b22}"),
    ('\u{b3e}', "\u{b4b}\u{b47}"),
    ('\u{b56}', "\u{b48}\u{b47}"),
    ('\u{b57}', "\u{b4c}\u{b47}"),
    ('\u{bbe}', "\u{bca}\u{bc6}\u{bcb}\u{bc7}"),
    ('\u{bd7}', "\u{b94}\u{b92}\u{bcc}\u{bc6}"),
    ('\u{c56}', "\u{c48}\u{c46}"),
    ('\u{cc2}', "\u{cca}\u{cc6}"),
    ('\u{cd5}', "\u{cc0}\u{cbf}\u{cc7}\u{cc6}\u{ccb}\u{cca}"),
    ('\u{cd6}', "\u{cc8}\u{cc6}"),
    ('\u{d3e}', "\u{d4a}\u{d46}\u{d4b}\u{d47}"),
    ('\u{d57}', "\u{d4c}\u{d46}"),
    ('\u{dca}', "\u{dda}\u{dd9}\u{ddd}\u{ddc}"),
    ('\u{dcf}', "\u{ddc}\u{dd9}"),
    ('\u{ddf}', "\u{dde}\u{dd9}"),
    ('\u{f72}', "\u{f73}\u{f71}"),
    ('\u{f74}', "\u{f75}\u{f71}"),
    ('\u{f80}', "\u{f76}\u{fb2}\u{f78}\u{fb3}\u{f81}\u{f71}"),
    ('\u{fb5}', "\u{f69}\u{f40}\u{fb9}\u{f90}"),
    (
        '\u{fb7}',
        "\u{f43}\u{f42}\u{f4d}\u{f4c}\u{f52}\u{f51}\u{f57}\u{f56}\u{f5c}\u{f5b}\u{f93}\u{f92}\u{f9d}\u{f9c}\
     \u{fa2}\u{fa1}\u{fa7}\u{fa6}\u{fac}\u{fab}",
    ),
    ('\u{102e}', "\u{1026}\u{1025}"),
    (
        '\u{1b35}',
        "\u{1b06}\u{1b05}\u{1b08}\u{1b07}\u{1b0a}\u{1b09}\u{1b0c}\u{1b0b}\u{1b0e}\u{1b0d}\u{1b12}\u{1b11}\
     \u{1b3b}\u{1b3a}\u{1b3d}\u{1b3c}\u{1b40}\u{1b3e}\u{1b41}\u{1b3f}\u{1b43}\u{1b42}",
    ),
    (
        '\u{3099}',
        "がかぎきぐくげけごこざさじしずすぜせぞそだたぢちづつでてどとばはびひぶふべへぼほゔうゞゝガカギキグクゲケゴコザサジシズスゼセゾソダタヂチヅツデテドトバハビヒブフベヘボホヴウヷワヸヰヹヱヺヲヾヽ",
    ),
    ('\u{309a}', "ぱはぴひぷふぺへぽほパハピヒプフペヘポホ"),
    ('\u{110ba}', "\u{1109a}\u{11099}\u{1109c}\u{1109b}\u{110ab}\u{110a5}"),
    ('\u{11127}', "\u{1112e}\u{11131}\u{1112f}\u{11132}"),
    ('\u{1133e}', "\u{1134b}\u{11347}"),
    ('\u{11357}', "\u{1134c}\u{11347}"),
    ('\u{114b0}', "\u{114bc}\u{114b9}"),
    ('\u{114ba}', "\u{114bb}\u{114b9}"),
    ('\u{114bd}', "\u{114be}\u{114b9}"),
    ('\u{115af}', "\u{115ba}\u{115b8}\u{115bb}\u{115b9}"),
    ('\u{11930}', "\u{11938}\u{11935}"),
    ('\u{1d165}', "\u{1d15e}\u{1d157}\u{1d15f}\u{1d158}\u{1d1bb}\u{1d1b9}\u{1d1bc}\u{1d1ba}"),
    ('\u{1d16e}', "\u{1d160}\u{1d15f}\u{1d1bd}\u{1d1bb}\u{1d1be}\u{1d1bc}"),
    ('\u{1d16f}', "\u{1d161}\u{1d15f}\u{1d1bf}\u{1d1bb}\u{1d1c0}\u{1d1bc}"),
    ('\u{1d170}', "\u{1d162}\u{1d15f}"),
    ('\u{1d171}', "\u{1d163}\u{1d15f}"),
    ('\u{1d172}', "\u{1d164}\u{1d15f}"),
];
/// Pairs: a character, and the one that it is written like in all but its number.
const SAME: &str = "\u{340}\u{300}\u{341}\u{301}\u{343}\u{313}\u{374}\u{2b9}\u{37e}\u{3b}\u{387}\u{b7}\u{1f71}\u{3ac}\
     \u{1f73}\u{3ad}\u{1f75}\u{3ae}\u{1f77}\u{3af}\u{1f79}\u{3cc}\u{1f7b}\u{3cd}\u{1f7d}\u{3ce}\u{1fee}\u{385}\
     \u{1fef}\u{60}\u{1ffd}\u{b4}\u{2329}\u{3008}\u{232a}\u{3009}";
/// Chinese characters with two numbers: the first number of a row, and the characters of that row under their usual numbers.
const TWICE: &[(char, &str)] = &[
    (
        '\u{f900}',
        "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄\
     鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵\
     呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂\
     燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺\
     切度拓糖宅洞暴輻行降見廓兀嗀﨎﨏塚﨑晴﨓﨔凞猪益礼神祥福靖精羽﨟蘒﨡諸﨣﨤逸都﨧﨨﨩飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎\
     懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸難響頻恵𤋮舘",
    ),
    (
        '\u{fa70}',
        "並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛\
     練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎",
    ),
    (
        '\u{2f800}',
        "丽丸乁𠄢你侮侻倂偺備僧像㒞𠘺免兔兤具𠔜㒹內再𠕋冗冤仌冬况𩇟凵刃㓟刻剆割剷㔕勇勉勤勺包匆北卉卑博即卽卿卿卿𠨬灰及叟𠭣叫叱吆咞吸呈周\
     咢哶唐啓啣善善喙喫喳嗂圖嘆圗噑噴切壮城埴堍型堲報墬𡓤売壷夆多夢奢𡚨𡛪姬娛娧姘婦㛮㛼嬈嬾嬾𡧈寃寘寧寳𡬘寿将当尢㞁屠屮峀岍𡷤嵃𡷦嵮嵫\
     嵼巡巢㠯巽帨帽幩㡢𢆃㡼庰庳庶廊𪎒廾𢌱𢌱舁弢弢㣇𣊸𦇚形彫㣣徚忍志忹悁㤺㤜悔𢛔惇慈慌慎慌慺憎憲憤憯懞懲懶成戛扝抱拔捐𢬌挽拼捨掃揤𢯱搢\
     揅掩㨮摩摾撝摷㩬敏敬𣀊旣書晉㬙暑㬈㫤冒冕最暜肭䏙朗望朡杞杓𣏃㭉柺枅桒梅𣑭梎栟椔㮝楂榣槪檨𣚣櫛㰘次𣢧歔㱎歲殟殺殻𣪍𡴋𣫺汎𣲼沿泍汧洖\
     派海流浩浸涅𣴞洴港湮㴳滋滇𣻑淹潮𣽞𣾎濆瀹瀞瀛㶖灊災灷炭𠔥煅𤉣熜𤎫爨爵牐𤘈犀犕𤜵𤠔獺王㺬玥㺸㺸瑇瑜瑱璅瓊㼛甤𤰶甾𤲒異𢆟瘐𤾡𤾸𥁄㿼䀈\
     直𥃳𥃲𥄙𥄳眞真真睊䀹瞋䁆䂖𥐝硎碌磌䃣𥘦祖𥚚𥛅福秫䄯穀穊穏𥥼𥪧𥪧竮䈂𥮫篆築䈧𥲀糒䊠糨糣紀𥾆絣䌁緇縂繅䌴𦈨𦉇䍙𦋙罺𦌾羕翺者𦓚𦔣聠𦖨聰\
     𣍟䏕育脃䐋脾媵𦞧𦞵𣎓𣎜舁舄辞䑫芑芋芝劳花芳芽苦𦬼若茝荣莭茣莽菧著荓菊菌菜𦰶𦵫𦳕䔫蓱蓳蔖𧏊蕤𦼬䕝䕡𦾱𧃒䕫虐虜虧虩蚩蚈蜎蛢蝹蜨蝫螆䗗\
     蟡蠁䗹衠衣𧙧裗裞䘵裺㒻𧢮𧥦䚾䛇誠諭變豕𧲨貫賁贛起𧼯𠠄跋趼跰𠣞軔輸𨗒𨗭邔郱鄑𨜮鄛鈸鋗鋘鉼鏹鐕𨯺開䦕閷𨵷䧦雃嶲霣𩅅𩈚䩮䩶韠𩐊䪲𩒖頋頋\
     頩𩖶飢䬳餩馧駂駾䯎𩬰鬒鱀鳽䳎䳭鵧𪃎䳸𪄅𪈎𪊑麻䵖黹黾鼅鼏鼖鼻𪘀",
    ),
];

/// The parts of each character that has some: a letter and a mark, or another character.
static PARTS: LazyLock<BTreeMap<char, (char, Option<char>)>> = LazyLock::new(|| {
    let mut parts = BTreeMap::new();
    for (mark, pairs) in MARKED.iter().map(|(mark, pairs)| (Some(*mark), *pairs)).chain([(None, SAME)]) {
        let mut pairs = pairs.chars();
        while let (Some(whole), Some(letter)) = (pairs.next(), pairs.next()) {
            parts.insert(whole, (letter, mark));
        }
    }
    for (first, usual) in TWICE {
        let pairs = (*first..).zip(usual.chars());
        parts.extend(pairs.filter(|(other, usual)| other != usual).map(|(other, usual)| (other, (usual, None))));
    }
    parts
});

/// The form in which names are compared that must not stand in one folder.
pub(super) fn alike(name: &str) -> String {
    let folded = fold(&apart(name).iter().collect::<String>());
    let cased: String = folded.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    let mut parts = apart(&cased);
    for marks in parts.chunk_by_mut(|a, b| is_mark(*a) == is_mark(*b)) {
        if marks.first().is_some_and(|c| is_mark(*c)) {
            marks.sort_unstable();
        }
    }
    parts.into_iter().collect()
}

fn apart(text: &str) -> Vec<char> {
    let mut parts = Vec::with_capacity(text.len());
    text.chars().for_each(|c| take_apart(c, &mut parts));
    parts
}

fn take_apart(c: char, parts: &mut Vec<char>) {
    if let '\u{ac00}'..='\u{d7a3}' = c {
        parts.extend(syllable(u32::from(c) - 0xac00));
    } else if let Some((letter, mark)) = PARTS.get(&c) {
        take_apart(*letter, parts);
        parts.extend(*mark);
    } else {
        parts.push(c);
    }
}

/// The two or three letters of a Korean syllable by its place among all of them.
fn syllable(at: u32) -> impl Iterator<Item = char> {
    let last = Some(at % 28).filter(|last| *last > 0).map(|last| 0x11a7 + last);
    [0x1100 + at / 588, 0x1161 + at % 588 / 28].into_iter().chain(last).filter_map(char::from_u32)
}

/// Whether a character stands on the one before it, in the scripts where several such may follow each other.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6dc}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_disk_takes_for_one_name_has_one_form() {
        for (one, other) in [
            ("Café", "CAFE\u{301}"),
            ("straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ſ", "S"),
            ("ﬁt", "FIT"),
            ("ΟΔΟΣ", "οδος"),
            ("ệ", "e\u{302}\u{323}"),
            ("Ệ", "E\u{323}\u{302}"),
            ("İ", "i\u{307}"),
            ("\u{212b}", "å"),
            ("\u{2126}", "ω"),
            ("й", "и\u{306}"),
            ("ガ", "カ\u{3099}"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("\u{f90a}", "金"),
            ("\u{f902}", "車"),
            ("\u{2f81a}", "冬"),
            ("ΐ", "ι\u{308}\u{301}"),
            ("≠", "=\u{338}"),
        ] {
            assert_eq!(alike(one), alike(other), "{one} {other}");
        }
    }

    #[test]
    fn names_that_no_disk_takes_for_one_stay_apart() {
        for (one, other) in
            [("Café", "Cafe"), ("10²", "102"), ("①", "1"), ("か", "が"), ("東", "凍"), ("ab", "ba"), ("é", "è"), ("각", "가")]
        {
            assert_ne!(alike(one), alike(other), "{one} {other}");
        }
    }

    #[test]
    fn the_tables_are_whole() {
        assert!(MARKED.iter().all(|(_, pairs)| pairs.chars().count().is_multiple_of(2)) && SAME.chars().count().is_multiple_of(2));
        let rows: Vec<usize> = TWICE.iter().map(|(_, usual)| usual.chars().count()).collect();
        assert_eq!(rows, [366, 106, 542]);
        for (whole, (letter, _)) in PARTS.iter() {
            assert_ne!(whole, letter);
            assert!(!apart(&whole.to_string()).contains(whole), "{whole}");
        }
    }
}
