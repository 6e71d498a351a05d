//! The rows of the unit registry: what exists, not how it is looked up.
//!
//! One row per unit: code, dimension, factor to the base of the dimension, other names. Names are in folded form
//! (half width, lower case) and singular; an English plural in -s is found without a row of its own. A new
//! unit is one more row. Factors of pound, foot, inch, mile, ounce, acre: the international yard and
//! pound agreement (NIST SP 811); 斤, 亩, 里: the market system fixed in 1930/1959 (500 g, 2000/3 m², 500 m).
use super::Dimension::{self, *};

/// One unit.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) dimension: Dimension,
    pub(super) factor: f64,
    /// Names beside the code, separated by `|`.
    pub(super) names: &'static str,
}

const fn row(code: &'static str, dimension: Dimension, factor: f64, names: &'static str) -> Row {
    Row { code, dimension, factor, names }
}

/// All units; codes and names are unique (a test checks it).
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    // Money: never converted, so the factor is 1.
    row("CNY", Money, 1.0, "元|圆|圓|块|块钱|塊|塊錢|人民币|人民幣|人民币元|人民幣元|元人民币|元人民幣|元整|圆整|圓整|元正|rmb|cnh|cn¥|rmb¥|yuan|chinese yuan|renminbi|¥"),
    row("USD", Money, 1.0, "美元|美金|us dollar|u.s. dollar|dollar|us$|usd$|$"),
    row("EUR", Money, 1.0, "欧元|歐元|euro|€"),
    row("GBP", Money, 1.0, "英镑|英鎊|pound sterling|british pound|£"),
    row("JPY", Money, 1.0, "日元|日圆|日圓|日币|日幣|円|yen|japanese yen|jp¥"),
    row("HKD", Money, 1.0, "港元|港币|港幣|港圆|hong kong dollar|hk$"),
    row("TWD", Money, 1.0, "新台币|新臺幣|新台幣|台币|臺幣|台幣|台币元|新台幣元|new taiwan dollar|ntd|nt$|ntd$"),
    row("MOP", Money, 1.0, "澳门元|澳門元|澳门币|澳門幣|pataca|mop$"),
    row("KRW", Money, 1.0, "韩元|韓元|韩币|韓幣|won|korean won|₩"),
    row("SGD", Money, 1.0, "新加坡元|新币|新幣|singapore dollar|s$|sg$"),
    row("AUD", Money, 1.0, "澳元|澳币|澳幣|australian dollar|a$|au$"),
    row("CAD", Money, 1.0, "加元|加拿大元|加币|加幣|canadian dollar|c$|ca$"),
    row("NZD", Money, 1.0, "新西兰元|紐元|纽元|new zealand dollar|nz$"),
    row("CHF", Money, 1.0, "瑞士法郎|swiss franc"),
    row("INR", Money, 1.0, "印度卢比|盧比|卢比|indian rupee|rupee|₹"),
    row("RUB", Money, 1.0, "卢布|盧布|俄罗斯卢布|rouble|ruble|₽"),
    row("THB", Money, 1.0, "泰铢|泰銖|baht|฿"),
    row("MYR", Money, 1.0, "林吉特|马币|令吉|ringgit"),
    row("VND", Money, 1.0, "越南盾|dong|₫"),
    row("IDR", Money, 1.0, "印尼盾|印尼卢比|rupiah"),
    row("PHP", Money, 1.0, "菲律宾比索|philippine peso|₱"),
    row("BRL", Money, 1.0, "雷亚尔|brazilian real|r$"),
    row("SEK", Money, 1.0, "瑞典克朗|swedish krona"),
    row("AED", Money, 1.0, "迪拉姆|dirham"),
    // Shares: the factor is what one of them is worth as a fraction.
    row("%", Ratio, 0.01, "percent|per cent|pct|percentage|百分比|百分率|per 100"),
    row("‰", Ratio, 0.001, "permille|per mille|per mil|千分比|千分率"),
    row("pp", Ratio, 0.01, "百分点|百分點|个百分点|個百分點|个点|個點|p.p.|%p|%pt|% pt|pts|pt|ppt|pct pt|% point|%-point|percentage point|percentage-point|percent point"),
    row("bp", Ratio, 0.0001, "基点|基點|个基点|個基點|bps|basis point"),
    row("成", Ratio, 0.1, ""),
    // Time with a fixed length: base second.
    row("ms", Time, 0.001, "毫秒|millisecond|msec"),
    row("s", Time, 1.0, "秒|秒钟|秒鐘|sec|second"),
    row("min", Time, 60.0, "分钟|分鐘|minute"),
    row("h", Time, 3600.0, "小时|小時|个小时|個小時|钟头|鐘頭|个钟|hr|hour|hrs"),
    row("d", Time, 86400.0, "天|日|自然日|日历天|day|calendar day"),
    row("week", Time, 604_800.0, "周|週|星期|礼拜|禮拜|个星期|wk"),
    // Calendar time: a month is no fixed number of days. Base month.
    row("month", Calendar, 1.0, "月|个月|個月|月份|mo|mth|mos"),
    row("quarter", Calendar, 3.0, "季度|季|个季度|個季度|qtr"),
    row("half-year", Calendar, 6.0, "半年|half year"),
    row("year", Calendar, 12.0, "年|年度|yr|annum"),
    // Work: person-days are no fixed number of person-hours.
    row("person-h", Count, 1.0, "工时|工時|人时|人時|人工时|man-hour|person-hour|man hour|person hour|staff hour|working hour"),
    row("person-day", Count, 1.0, "人天|人日|工日|man-day|person-day|man day|person day|staff day|fte day"),
    row("person-month", Count, 1.0, "人月|man-month|person-month|man month|person month"),
    row("workday", Count, 1.0, "工作日|个工作日|個工作日|working day|work day|business day"),
    row("lesson", Count, 1.0, "课时|課時|学时|學時|class hour"),
    row("FTE", Count, 1.0, "全职当量|full-time equivalent|full time equivalent"),
    // Mass: base kilogram.
    row("mg", Mass, 1e-6, "毫克|milligram"),
    row("g", Mass, 0.001, "克|公克|gram|gramme"),
    row("kg", Mass, 1.0, "千克|公斤|㎏|kilogram|kilo"),
    row("t", Mass, 1000.0, "吨|噸|公吨|公噸|ton|tonne|metric ton"),
    row("斤", Mass, 0.5, "市斤|jin|catty"),
    row("lb", Mass, 0.453_592_37, "磅|pound|lbs"),
    row("oz", Mass, 0.028_349_523_125, "盎司|ounce"),
    // Greenhouse gas: base kilogram of CO2 equivalent.
    row("kgCO2e", Carbon, 1.0, "kg co2e|kgco2|kg co2|千克二氧化碳|公斤二氧化碳|千克二氧化碳当量"),
    row("tCO2e", Carbon, 1000.0, "t co2e|tco2|t co2|吨二氧化碳|噸二氧化碳|吨二氧化碳当量|吨碳|tonne co2e|ton co2e"),
    // Length: base metre.
    row("mm", Length, 0.001, "毫米|㎜|公厘|millimetre|millimeter"),
    row("cm", Length, 0.01, "厘米|㎝|公分|centimetre|centimeter"),
    row("m", Length, 1.0, "米|公尺|metre|meter"),
    row("km", Length, 1000.0, "千米|公里|㎞|kilometre|kilometer"),
    row("里", Length, 500.0, "华里|市里"),
    row("mile", Length, 1609.344, "英里|哩|mi"),
    row("ft", Length, 0.3048, "英尺|呎|foot|feet"),
    row("in", Length, 0.0254, "英寸|吋|inch|inches"),
    // Area: base square metre.
    row("m2", Area, 1.0, "m²|㎡|平方米|平方公尺|平米|平方|sqm|sq m|sq. m|square metre|square meter"),
    row("km2", Area, 1e6, "km²|㎢|平方千米|平方公里|sq km|square kilometre|square kilometer"),
    row("ha", Area, 10_000.0, "公顷|公頃|hectare"),
    row("亩", Area, 2000.0 / 3.0, "畝|mu of land"),
    row("sqft", Area, 0.092_903_04, "平方英尺|平方呎|ft²|ft2|sq ft|square foot|square feet"),
    row("acre", Area, 4_046.856_422_4, "英亩|英畝"),
    // Volume: base litre.
    row("mL", Volume, 0.001, "毫升|millilitre|milliliter"),
    row("L", Volume, 1.0, "升|公升|litre|liter"),
    row("m3", Volume, 1000.0, "m³|㎥|立方米|立方公尺|立方|方|cbm|cubic metre|cubic meter"),
    // Energy: base kilowatt-hour.
    row("Wh", Energy, 0.001, "瓦时|watt-hour"),
    row("kWh", Energy, 1.0, "千瓦时|千瓦時|度电|度電|千瓦·时|kw·h|kw h|kilowatt-hour|kilowatt hour"),
    row("MWh", Energy, 1000.0, "兆瓦时|兆瓦時|megawatt-hour|megawatt hour"),
    row("GWh", Energy, 1e6, "吉瓦时|吉瓦時|gigawatt-hour|gigawatt hour"),
    row("MJ", Energy, 1.0 / 3.6, "兆焦|megajoule"),
    row("GJ", Energy, 1000.0 / 3.6, "吉焦|gigajoule"),
    row("tce", Count, 1.0, "吨标准煤|噸標準煤|吨标煤"),
    // Power: base kilowatt. One watt has no short name: `50W` is more often 50万.
    row("W", Power, 0.001, "瓦|瓦特|watt"),
    row("kW", Power, 1.0, "千瓦|kilowatt"),
    row("MW", Power, 1000.0, "兆瓦|megawatt"),
    row("GW", Power, 1e6, "吉瓦|gigawatt"),
    // Data: base byte, decimal prefixes (IEC 80000-13); the binary ones have their own names.
    row("byte", Data, 1.0, "字节|位元組"),
    row("KB", Data, 1e3, "kilobyte"),
    row("MB", Data, 1e6, "megabyte|兆字节"),
    row("GB", Data, 1e9, "gigabyte|吉字节"),
    row("TB", Data, 1e12, "terabyte"),
    row("PB", Data, 1e15, "petabyte"),
    row("KiB", Data, 1024.0, "kibibyte"),
    row("MiB", Data, 1_048_576.0, "mebibyte"),
    row("GiB", Data, 1_073_741_824.0, "gibibyte"),
    // Temperature: scales with different zeros, so never converted.
    row("°C", Temperature, 1.0, "℃|摄氏度|攝氏度|degree celsius|deg c|celsius"),
    row("°F", Temperature, 1.0, "℉|华氏度|華氏度|degree fahrenheit|deg f|fahrenheit"),
    // Scores.
    row("分", Score, 1.0, "score|point|积分|積分|得分|评分|分数|分值"),
    row("stars", Score, 1.0, "星|颗星|顆星|星级|star"),
    row("grades", Score, 1.0, "级|級|等级|grade"),
    row("x", Count, 1.0, "倍|fold|×"),
    // Counts: each its own kind.
    row("people", Count, 1.0, "人|名|位|个人|個人|人员|人員|人数|people|person|headcount|heads|persons"),
    row("person-times", Count, 1.0, "人次|person-time|person time|attendance"),
    row("users", Count, 1.0, "用户|用戶|个用户|user"),
    row("customers", Count, 1.0, "客户|客戶|顾客|顧客|个客户|个顾客|customer|client"),
    row("employees", Count, 1.0, "员工|員工|名员工|employee|staff"),
    row("members", Count, 1.0, "会员|會員|名会员|member"),
    row("visitors", Count, 1.0, "访客|訪客|游客|遊客|visitor"),
    row("times", Count, 1.0, "次|回|次数|次數|time"),
    row("visits", Count, 1.0, "到访|到訪|访问|造访|访次|到店|访问量|visit"),
    row("unit-visits", Count, 1.0, "台次|臺次|辆次|輛次|车次|車次|service visit|vehicle visit"),
    row("views", Count, 1.0, "浏览|瀏覽|浏览量|曝光|曝光量|播放|播放量|阅读量|view|impression|pageview|page view"),
    row("clicks", Count, 1.0, "点击|點擊|点击量|click"),
    row("downloads", Count, 1.0, "下载|下載|下载量|download"),
    row("items", Count, 1.0, "个|個|箇|item|pc. each|each|ea"),
    row("pieces", Count, 1.0, "件|只|隻|枚|piece|pcs|pc"),
    row("units", Count, 1.0, "台|臺|部|unit"),
    row("sets", Count, 1.0, "套|组|組|set"),
    row("copies", Count, 1.0, "份|册|冊|本|copy|copies"),
    row("sheets", Count, 1.0, "张|張|页|頁|sheet|page"),
    row("boxes", Count, 1.0, "箱|盒|box|boxes|carton"),
    row("bags", Count, 1.0, "袋|包|bag"),
    row("bottles", Count, 1.0, "瓶|bottle"),
    row("vehicles", Count, 1.0, "辆|輛|车辆|車輛|vehicle|car"),
    row("orders", Count, 1.0, "单|單|订单|訂單|个订单|order"),
    row("transactions", Count, 1.0, "笔|筆|交易|transaction|deal"),
    row("entries", Count, 1.0, "条|條|记录|entry|entries|record"),
    row("leads", Count, 1.0, "线索|線索|条线索|lead"),
    row("cases", Count, 1.0, "例|案例|案件|宗|case"),
    row("complaints", Count, 1.0, "投诉|投訴|件投诉|起投诉|宗投诉|次投诉|complaint"),
    row("incidents", Count, 1.0, "起|事故|起事故|次事故|故障|incident|accident|outage"),
    row("tickets", Count, 1.0, "工单|工單|ticket"),
    row("defects", Count, 1.0, "缺陷|个缺陷|defect|bug"),
    row("calls", Count, 1.0, "通|电话|通电话|call"),
    row("companies", Count, 1.0, "家|企业|家企业|company|companies|firm"),
    row("stores", Count, 1.0, "门店|門店|店|家门店|家店|store|shop|outlet"),
    row("households", Count, 1.0, "户|戶|家庭|household"),
    row("accounts", Count, 1.0, "账户|帐户|账号|account"),
    row("events", Count, 1.0, "场|場|场次|場次|活动|场活动|event|session"),
    row("projects", Count, 1.0, "项目|個項目|个项目|project"),
    row("matters", Count, 1.0, "项|項"),
    row("articles", Count, 1.0, "篇|文章|篇文章|article"),
    row("patents", Count, 1.0, "专利|專利|项专利|patent"),
    row("awards", Count, 1.0, "奖|奖项|个奖项|award"),
    row("nights", Count, 1.0, "晚|夜|night"),
    row("room-nights", Count, 1.0, "间夜|間夜|room night|room-night"),
    row("rooms", Count, 1.0, "间|間|房间|room"),
    row("seats", Count, 1.0, "座|席位|座位|seat"),
    row("batches", Count, 1.0, "批|批次|batch|batches"),
    row("classes", Count, 1.0, "班|班次|class|classes"),
    row("schools", Count, 1.0, "所|学校|所学校|school"),
    row("trees", Count, 1.0, "棵|株|tree"),
    row("shares", Count, 1.0, "股|share"),
];

/// Powers of ten written as words or letters: text, exponent, whether case matters. They are no part of a
/// unit. Longer texts come before the texts they begin with.
#[rustfmt::skip]
pub(super) static SCALES: &[(&str, i32, bool)] = &[
    ("万亿", 12, false), ("萬億", 12, false), ("千亿", 11, false), ("千億", 11, false), ("百亿", 10, false), ("百億", 10, false),
    ("十亿", 9, false), ("十億", 9, false), ("千万", 7, false), ("千萬", 7, false), ("百万", 6, false), ("百萬", 6, false),
    ("十万", 5, false), ("十萬", 5, false), ("兆", 12, false), ("亿", 8, false), ("億", 8, false), ("万", 4, false), ("萬", 4, false),
    ("仟", 3, false), ("千", 3, false), ("佰", 2, false), ("百", 2, false),
    ("trillion", 12, false), ("billion", 9, false), ("million", 6, false), ("thousand", 3, false), ("hundred", 2, false),
    ("crore", 7, false), ("lakh", 5, false), ("tsd", 3, false), ("mrd", 9, false), ("mio", 6, false), ("mln", 6, false),
    ("bln", 9, false), ("bn", 9, false), ("mn", 6, false), ("tn", 12, false), ("'000", 3, false), ("000", 3, false),
    ("MM", 6, true), ("M", 6, true), ("B", 9, true), ("K", 3, true), ("k", 3, true),
];
