"""Makes the seeds in tests/fuzz/corpus of every target but read_table, out of the project's own tables, tests and examples.

usage: python3 tests/fuzz/seeds.py      (with the package xlwt also the .xls workbooks, which stay as they are without it)"""
import csv
import pathlib
import re
import struct
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/fuzz/corpus"


def put(target, name, data):
    (CORPUS / target).mkdir(parents=True, exist_ok=True)
    (CORPUS / target / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def quantities():
    text = (ROOT / "src/read/value/number/tests/rows.rs").read_text()
    decode = lambda s: re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), s).replace('\\"', '"')
    rows = [tuple(map(decode, r)) for r in re.findall(r'^    \("([^"]*)", "((?:[^"\\]|\\.)*)",', text, re.M)]
    text = (ROOT / "src/read/value/number/tests.rs").read_text()
    ranges = [("point", cell) for cell in re.findall(r'^        \("([^"]*)", -?[\d.]+e?\d*, ', text, re.M)]
    for number, (context, cell) in enumerate(rows[::5] + ranges[::2]):
        mark, _, unit = context.partition("; unit ")
        put("quantity", f"number-{number:02}", f"{'7' if mark == 'comma' else '6'}{unit}\n{cell}")
    days = ["2024-02-29", "2024年3月5日前", "1 Mar 2024", "2026Q4", "2026-W53", "FY2026", "上半年", "3/5", "45717", "二〇二四年三月", "H2 2026"]
    words = ["越低越好", "optional", "本部门", "我帮过", "请教", "✓", "★★★☆☆", "较高", "半年", "60%", "N/A", "#REF!", "=SUM(A1:A3)", '="007"']
    for number, cell in enumerate(days + words):
        put("quantity", f"word-{number:02}", f">\n{cell}")


def texts():
    found = []
    for folder in ["lifestyle-summit", "lifestyle-summit-en", "harbor-festival", "home-service"]:
        for table in ["kpis", "elements"]:
            with open(ROOT / "data" / folder / f"{table}.csv", encoding="utf-8-sig", newline="") as f:
                found += [" ".join(v for v in list(row.values())[1:4] if v) for row in csv.DictReader(f)][::6]
    found += ["降低員工離職率，維護臺灣環境", "IT部5G基站 it costs", "技师“提升满意度”，（百分之五）", "𠮷𠮷野家", "a\u0301b 's ΑΣ İ ǅ", "ＯＥＥ of 3 lines"]
    for number, text in enumerate(found):
        put("segment", f"{number:02}", text)


def tables():
    kinds = ["concepts", "guards", "drives", "cues", "forms", "audiences", "framings"]
    lines = {k: (ROOT / f"data/knowledge/{k}.csv").read_text().splitlines() for k in kinds}
    some = lambda k, at, n, own=False: (chr(ord("A" if own else "a") + kinds.index(k))) + "\n".join([lines[k][0]] + lines[k][at:at + n]) + "\n"
    for number, kind in enumerate(kinds):
        put("knowledge", f"{kind}-alone", some(kind, 1, 3))
        put("knowledge", f"{kind}-own", some(kind, 4, 2) + "\0" + some(kind, 5, 2, True))
    head = "aid,valence,kind,name_zh,name_en,zh,en\na,+,outcome,甲,A,甲乙|丙,x y\nb,-,activity,,B,丁,y\n"
    drives = "cfrom,to,weight\na,b,0.5\nb,a,-1\n"
    own = "Aid,valence,kind,name_zh,name_en,zh,en\na,,,,,甲戊,\nc,+,practice,己,,己庚,\n\0Cto,weight,from\na,-0.25,b\na,0.75,c\n"
    framing = "gid,fits,audience,concepts,theme_zh,theme_en,line_zh,line_en\nf,event|any,outside,a|b,{audience|客}{topic|生活}会,{title},,x {guests|all}\n"
    forms = "eid,kind,zh,en\nn,event,年会|-会,gala\nm,any,项目,project\n\0fid,side,weight,name_zh,name_en,zh,en\no,outside,2,车主,owners,车主|业主,owner\n"
    cues = "dcue,effect,position\n取消,stop,before\nless,less,\n翻番,more,after\n\0btext\n完成本\n"
    wrong = "aid,valence,kind,name_zh,name_en,zh,en\na,+,outcome,甲,A,甲乙,x\nb,-,activity,丙,B,甲乙,y\nc,+,thing,丁,C,,\n\0cfrom,to,weight\na,b,0.5\na,cc,2\na,b,-0.5\nb,b,1\n"
    for name, text in dict(whole=[head, drives, cues, forms, framing], own=[head, drives, own], wrong=[wrong], framing=[head, framing, framing.upper()]).items():
        put("knowledge", name, "\0".join(text))
    put("knowledge", "gbk", (head + "\0" + drives).encode("gbk"))
    put("knowledge", "semicolons", head.replace(",", ";") + "\0" + drives.replace(",", "\t"))


def parts(of):
    """An archive as the workbook target takes it."""
    data = b"1" if isinstance(of, dict) else b"3"
    for name, text in (of if isinstance(of, dict) else dict(of)).items():
        data += f"--- {name}\n".encode() + (text if isinstance(text, bytes) else text.encode()) + b"\n"
    return data


XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(rows, styles="", strings="", book="", sheet="xl/worksheets/sheet1.xml"):
    relations = [("worksheet", "worksheets/sheet1.xml")] + [("styles", "styles.xml")] * bool(styles) + [("sharedStrings", "sharedStrings.xml")] * bool(strings)
    related = "".join(f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(relations))
    made = {
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/workbook.xml": f'<workbook {XMLNS}>{book}<sheets><sheet name="KPIs" sheetId="1" r:id="r0"/></sheets></workbook>',
        sheet: f"<worksheet {XMLNS}><sheetData>{rows}</sheetData></worksheet>",
    }
    if styles:
        made["xl/styles.xml"] = f"<styleSheet {XMLNS}>{styles}</styleSheet>"
    if strings:
        made["xl/sharedStrings.xml"] = f"<sst {XMLNS}>{strings}</sst>"
    return made


def ods(rows):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{office}{n}:1.0"' for n in ["office", "table", "text"])
    content = f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="KPIs">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    return {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<manifest/>", "content.xml": content}


def record(kind, data=b""):
    """A record of an .xlsb part."""
    name = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return name + bytes([len(data)]) + data


def xlsb():
    wide = lambda text: struct.pack("<I", len(text)) + text.encode("utf-16-le")
    cell = lambda column: struct.pack("<II", column, 0)
    book = record(0x83) + record(0x8F) + record(0x9C, struct.pack("<II", 0, 1) + wide("r0") + wide("KPIs")) + record(0x90) + record(0x84)
    row = lambda at: record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
    cells = row(0) + record(6, cell(0) + wide("kpi")) + record(6, cell(1) + wide("target"))
    cells += row(1) + record(7, cell(0) + struct.pack("<I", 0)) + record(5, cell(1) + struct.pack("<d", 12.5)) + record(4, cell(2) + b"\x01")
    cells += row(2) + record(2, cell(0) + struct.pack("<I", 42 << 2 | 2)) + record(3, cell(1) + b"\x07")
    sheet = record(0x81) + record(0x94, struct.pack("<IIII", 0, 2, 0, 2)) + record(0x91) + cells + record(0x92) + record(0x82)
    strings = record(0x9F, struct.pack("<II", 1, 1)) + record(0x13, b"\0" + wide("Orders")) + record(0xA0)
    related = [("worksheet", "worksheets/sheet1.bin"), ("sharedStrings", "sharedStrings.bin")]
    related = "".join(f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(related))
    return {
        "xl/_rels/workbook.bin.rels": f"<Relationships>{related}</Relationships>",
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/sharedStrings.bin": strings,
    }


def workbooks():
    for path in sorted((ROOT / "tests/cases/reading").glob("*/*.*s*")):
        if path.suffix in (".xlsx", ".ods"):
            name = path.parent.name[:3]
            put("workbook", f"{name}-whole", b"0" + path.read_bytes())
            with zipfile.ZipFile(path) as book:
                skipped = ("docProps", "xl/theme", "meta", "META-INF", "styles.xml")
                put("workbook", f"{name}-parts", parts({i: book.read(i) for i in book.namelist() if not i.startswith(skipped)}))
    cell = lambda at, inner, kind="n", style="": f'<c r="{at}" t="{kind}"{style}>{inner}</c>'
    head = '<row r="1">' + cell("A1", "<v>0</v>", "s") + cell("B1", "<v>1</v>", "s") + "</row>"
    strings = "<si><t>kpi</t></si><si><r><t>tar</t></r><r><t>get</t></r></si>"
    formats = '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
    many = head + '<row r="2">' + cell("A2", "<v>0.12</v>", style=' s="1"') + cell("B2", "<v>46022</v>", style=' s="2"') + cell("C2", "<v>1</v>", "b") + cell("D2", "<v>#N/A</v>", "e") + "</row>"
    plain = '<row><c t="inlineStr"><is><t>kpi</t></is></c><c t="str"><f>A1&amp;"x"</f><v>target</v></c></row><row><c><v>1e300</v></c><c t="d"><v>2026-03-01T00:00:00</v></c></row>'
    far = head + '<row r="1048576">' + cell("XFD1048576", "<v>1</v>") + "</row>"
    put("workbook", "shared", parts(xlsx(many, formats, strings, '<workbookPr date1904="1"/>')))
    put("workbook", "plain", parts(list(xlsx(plain).items())))
    newer = head + '<row r="2">' + cell("A2", "<v>0</v>", "s") + cell("B2", "<v>#SPILL!</v>", "e") + '<c t=\'e\' r="C2"><v>#CALC!</v></c></row>'
    put("workbook", "errors", parts(xlsx(newer, formats, strings)))
    put("workbook", "far", parts(xlsx(far, "", strings)))
    put("workbook", "xlsb", parts(xlsb()))
    text = lambda t, more="": f'<table:table-cell office:value-type="string"{more}><text:p>{t}</text:p></table:table-cell>'
    of = lambda kind, value, more="": f'<table:table-cell office:value-type="{kind}" {value}{more}/>'
    blank = lambda n: f'<table:table-cell table:number-columns-repeated="{n}"/>'
    row = lambda cells, n=1: f'<table:table-row table:number-rows-repeated="{n}">{cells}</table:table-row>'
    rows = row(text("kpi") + text("target")) + row(of("percentage", 'office:value="0.5"') + of("date", 'office:date-value="2026-03-01"') + blank(16000))
    rows += row(of("boolean", 'office:boolean-value="true"') + of("time", 'office:time-value="PT1H"') + text("a<text:s/>b", ' table:number-columns-repeated="3"'), 4)
    put("workbook", "repeats", parts(ods(rows + row(blank(16384), 1048000))))
    put("workbook", "again", parts(ods(row(text("x" * 900, ' table:number-columns-repeated="80"'), 900))))
    put("workbook", "holes", parts(list(ods(row(text("kpi")) + row(blank(9), 300) + row(blank(200) + text("x"), 30)).items())))
    try:
        import xlwt
    except ImportError:
        return
    for name, values in {"numbers": [["kpi", "target"], ["Orders", 12.5], ["Calls", 3]], "others": [["部门", "指标"], [True, "a" * 200], [None, 1e300]]}.items():
        book = xlwt.Workbook()
        sheet = book.add_sheet("KPIs")
        for r, cells in enumerate(values):
            for c, value in enumerate(cells):
                sheet.write(r, c, value)
        sheet.write(4, 3, 0.5, xlwt.easyxf(num_format_str="0%"))
        sheet.write(5, 3, xlwt.Formula("1+2"))
        path = CORPUS / "workbook" / f"xls-{name}"
        book.save(str(path))
        path.write_bytes(b"0" + path.read_bytes())


quantities()
texts()
tables()
workbooks()
