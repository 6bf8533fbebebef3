// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"

using namespace maury;

namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;
using Texts = std::vector<std::string>;

std::string document(const std::string& table, const std::string& before = "") {
  return "<?xml version='1.0'?>\n<!-- made by hand -->\n<VOTABLE version='1.4' "
         "xmlns='http://www.ivoa.net/xml/VOTable/v1.3'>\n<RESOURCE type='results'>" +
         before + "<TABLE>" + table + "</TABLE></RESOURCE></VOTABLE>\n";
}

io::Table read(const std::string& table, const std::string& before = "") {
  return io::readTable(document(table, before), "t.vot");
}

std::string refusal(const std::string& text) {
  const auto error = test::errorOf([&] { io::readTable(text, "t.vot"); });
  REQUIRE(error);
  REQUIRE(error->kind == ErrorKind::Format);
  REQUIRE(error->message.starts_with("t.vot"));
  return error->message.substr(5);
}

const std::string kFields =
    "<FIELD name='source_id' datatype='long' ucd='meta.id;meta.main'/>"
    "<FIELD name='visits' datatype='short'><VALUES null='-9'/></FIELD>"
    "<FIELD name='teff' datatype='float' unit='K'><DESCRIPTION>Effective\n temperature</DESCRIPTION></FIELD>"
    "<FIELD name='name' datatype='char' arraysize='*'/>"
    "<FIELD name='isBinary' datatype='boolean'/>"
    "<FIELD name='xp' datatype='double' arraysize='3'/>";

}  // namespace

TEST_CASE("votable: cells of TABLEDATA with units, UCDs, descriptions and every kind of missing value") {
  const io::Table table = read(kFields +
                               "<DATA><TABLEDATA>"
                               "<TR><TD>5937083312263887616</TD><TD>4</TD><TD>4873.01</TD><TD>a &amp; b</TD><TD>T</TD>"
                               "<TD>1 2.5 NaN</TD></TR>"
                               "<TR><TD> -1 </TD><TD>-9</TD><TD/><TD></TD><TD>?</TD><TD/></TR>"
                               "</TABLEDATA></DATA>");
  REQUIRE(std::get<Integers>(table.at("source_id").values) == Integers{5937083312263887616, -1});
  REQUIRE(table.at("source_id").ucd == "meta.id;meta.main");
  REQUIRE(table.real("visits")[0] == 4);
  REQUIRE(std::isnan(table.real("visits")[1]));
  REQUIRE(table.real("teff")[0] == 4873.01f);
  REQUIRE(std::isnan(table.real("teff")[1]));
  REQUIRE(table.at("teff").unit == "K");
  REQUIRE(table.at("teff").description == "Effective  temperature");
  REQUIRE(table.at("teff").isFloat32);
  REQUIRE(std::get<Texts>(table.at("name").values) == Texts{"a & b", ""});
  REQUIRE(table.real("isBinary")[0] == 1);
  REQUIRE(std::isnan(table.real("isBinary")[1]));
  REQUIRE(table.findArray("xp")->row(0)[1] == 2.5);
  REQUIRE(std::isnan(table.findArray("xp")->row(0)[2]));
  REQUIRE(table.findArray("xp")->row(1).empty());
}

// The streams below were made in Python by base64.b64encode(struct.pack(format, …)), with the format in the comment
// above each stream.
TEST_CASE("votable: BINARY with fixed and varying arrays, text of both kinds and a null code") {
  // '>qh3dI2di4sI2h' with 5937083312263887616, -9, (1.5, nan, 3), 2 values 7 and 8, 4-byte text "ab\0\0", u"é€"
  const io::Table table = read(
      "<FIELD name='id' datatype='long'/><FIELD name='n' datatype='short'><VALUES null='-9'/></FIELD>"
      "<FIELD name='fixed' datatype='double' arraysize='3'/><FIELD name='vary' datatype='double' arraysize='10*'/>"
      "<FIELD name='t' datatype='char' arraysize='4'/><FIELD name='u' datatype='unicodeChar' arraysize='*'/>"
      "<DATA><BINARY><STREAM encoding='base64'>"
      "UmTB0QVjewD/9z/4AAAAAAAAf/gAAAAAAABACAAAAAAAAAAAAAJAHAAAAAAAAEAgAAAAAAAAYWIAAAAAAAIA6SCs"
      "</STREAM></BINARY></DATA>");
  REQUIRE(std::get<Integers>(table.at("id").values) == Integers{5937083312263887616});
  REQUIRE(std::isnan(table.real("n")[0]));
  REQUIRE(table.findArray("fixed")->row(0)[0] == 1.5);
  REQUIRE(std::isnan(table.findArray("fixed")->row(0)[1]));
  REQUIRE(table.findArray("vary")->row(0).size() == 2);
  REQUIRE(table.findArray("vary")->row(0)[1] == 8);
  REQUIRE(std::get<Texts>(table.at("t").values) == Texts{"ab"});
  REQUIRE(std::get<Texts>(table.at("u").values) == Texts{"é€"});
}

TEST_CASE("votable: a single bit is a boolean, arrays of bits are arrays of 0 and 1") {
  const std::string fields = "<FIELD name='x' datatype='bit'/><FIELD name='many' datatype='bit' arraysize='9'/>";
  const io::Table table = read(fields +
                               "<DATA><TABLEDATA><TR><TD>1</TD><TD>010101010</TD></TR><TR><TD>0</TD><TD/></TR>"
                               "</TABLEDATA></DATA>");
  REQUIRE(std::get<Integers>(table.at("x").values) == Integers{1, 0});
  REQUIRE(table.findArray("many")->values == Reals{0, 1, 0, 1, 0, 1, 0, 1, 0});
  REQUIRE(table.findArray("many")->row(1).empty());
  // Rows 80 ffff, 00 ffff and 08 ffff: the first bit as in the standard, no bit, and the bit that astropy sets.
  const io::Table binary =
      read(fields + "<DATA><BINARY><STREAM encoding='base64'>gP//AP//CP//</STREAM></BINARY></DATA>");
  REQUIRE(std::get<Integers>(binary.at("x").values) == Integers{1, 0, 1});
  REQUIRE(binary.findArray("many")->values == Reals(27, 1.0));
}

TEST_CASE("votable: a null value of real numbers means missing") {
  const std::string fields =
      "<FIELD name='rv' datatype='double'><VALUES null='-9999.5'/></FIELD>"
      "<FIELD name='v' datatype='float' arraysize='2'><VALUES null='99.9'/></FIELD>";
  const io::Table table =
      read(fields +
           "<DATA><TABLEDATA><TR><TD>-9999.50</TD><TD>1 99.9</TD></TR><TR><TD>2.5</TD><TD>NaN 3</TD></TR>"
           "</TABLEDATA></DATA>");
  REQUIRE(std::isnan(table.real("rv")[0]));
  REQUIRE(table.real("rv")[1] == 2.5);
  const auto first = table.findArray("v")->row(0), second = table.findArray("v")->row(1);
  REQUIRE(first[0] == 1.0);
  REQUIRE(std::isnan(first[1]));
  REQUIRE(std::isnan(second[0]));
  REQUIRE(second[1] == 3.0);
}

TEST_CASE("votable: BINARY2 has a bit for each null") {
  // '>Bqi' twice: flags 0x00, 7, 8; flags 0x40, 9, 0
  const io::Table table = read(
      "<FIELD name='id' datatype='long'/><FIELD name='n' datatype='int'/><DATA><BINARY2><STREAM encoding='base64'>"
      "AAAAAAAAAAAHAAAACEAAAAAAAAAACQAAAAA=</STREAM></BINARY2></DATA>");
  REQUIRE(std::get<Integers>(table.at("id").values) == Integers{7, 9});
  REQUIRE(table.real("n")[0] == 8);
  REQUIRE(std::isnan(table.real("n")[1]));
}

TEST_CASE("votable: ids keep their digits as text if one is missing") {
  const io::Table table = read(
      "<FIELD name='source_id' datatype='long'/><DATA><TABLEDATA><TR><TD>5937083312263887617</TD></TR>"
      "<TR><TD/></TR></TABLEDATA></DATA>");
  REQUIRE(std::get<Texts>(table.at("source_id").values) == Texts{"5937083312263887617", ""});
}

TEST_CASE("votable: the first table with rows is read, also with prefixes, repeated names or no rows") {
  const std::string text =
      "<vo:VOTABLE xmlns:vo='v'><vo:RESOURCE><vo:TABLE><vo:FIELD name='none' datatype='int'/></vo:TABLE>"
      "<vo:TABLE><vo:FIELD name='x' datatype='int'/><vo:FIELD name='x' datatype='int'/><vo:DATA><vo:TABLEDATA>"
      "<vo:TR><vo:TD>0x1F</vo:TD><vo:TD>2</vo:TD></vo:TR></vo:TABLEDATA></vo:DATA></vo:TABLE></vo:RESOURCE></"
      "vo:VOTABLE>";
  const io::Table table = io::readTable(text, "t.vot");
  REQUIRE(table.real("x")[0] == 31);
  REQUIRE(table.real("x_2")[0] == 2);
  REQUIRE(read("<FIELD name='x' datatype='int'/>").rowCount() == 0);
}

TEST_CASE("votable: a service's error is the message, and an overflow is a warning") {
  const std::string error = "<INFO name='QUERY_STATUS' value='ERROR'>Cannot parse query 'SELEC'</INFO>";
  REQUIRE(refusal(document("<FIELD name='x' datatype='int'/>", error)) ==
          ": contains an error message of the service instead of a table: Cannot parse query 'SELEC'");
  const io::Table table = read("<FIELD name='x' datatype='int'/>", "<INFO name='QUERY_STATUS' value='OVERFLOW'/>");
  REQUIRE(table.warnings.size() == 1);
  REQUIRE(table.warnings[0].find("rows are missing") != std::string::npos);
}

TEST_CASE("votable: invalid cells, fields and streams are refused with row and field") {
  const std::string field = "<FIELD name='x' datatype='int'/>";
  const auto rows = [&](const std::string& cells) {
    return document(field + "<DATA><TABLEDATA>" + cells + "</TABLEDATA></DATA>");
  };
  REQUIRE(refusal(rows("<TR><TD>1</TD></TR><TR><TD>1.5</TD></TR>")) ==
          ", row 2, field 'x': '1.5' is not of datatype int");
  REQUIRE(refusal(rows("<TR/>")) == ", row 1: the number of cells is 0, but the number of fields is 1");
  REQUIRE(refusal(document("<FIELD name='x' datatype='number'/>")) ==
          ": field 1 'x' has the unknown datatype 'number'");
  REQUIRE(refusal(document("<FIELD name='x' datatype='int' arraysize='n'/>")).find("has the invalid arraysize 'n'") !=
          std::string::npos);
  REQUIRE(refusal("<VOTABLE>\n<RESOURCE>\n<TABLE").starts_with(", line 3: is not valid XML"));
  REQUIRE(refusal("<VOTABLE/>") == ": the VOTable has no TABLE with fields");
  const auto stream = [&](const std::string& fields, const std::string& text) {
    return document(fields + "<DATA><BINARY>" + text + "</BINARY></DATA>");
  };
  REQUIRE(refusal(stream(field, "<STREAM encoding='base64'>AAAAAAAA</STREAM>"))
              .starts_with(", row 2, field 'x': the binary data are truncated"));
  REQUIRE(refusal(stream(field, "<STREAM encoding='base64'>A*</STREAM>")) == ": its binary data are not base64");
  REQUIRE(refusal(stream(field, "<STREAM encoding='gzip'>AAAA</STREAM>")).find("encoded as 'gzip'") !=
          std::string::npos);
  REQUIRE(refusal(stream(field, "<STREAM href='ftp://x'/>")).find("are in another file") != std::string::npos);
  REQUIRE(refusal(stream("<FIELD name='x' datatype='char' arraysize='0'/>", "<STREAM encoding='base64'>AAAA</STREAM>"))
              .find("its rows contain no data") != std::string::npos);
  REQUIRE(refusal(stream("<FIELD name='x' datatype='double' arraysize='*'/>",
                         "<STREAM encoding='base64'>/////w==</STREAM>"))
              .find("truncated or damaged") != std::string::npos);
  REQUIRE(refusal(document(field + "<DATA><FITS><STREAM encoding='base64'>AAAA</STREAM></FITS></DATA>"))
              .find("as FITS inside the VOTable") != std::string::npos);
}

TEST_CASE("votable: Gaia's XP coefficients are the same as in the other formats", "[real]") {
  const auto folder = test::realData("gaia_xp");
  if (folder.empty()) return;
  const io::Table csv = io::readTable(folder / "XP_CONTINUOUS_RAW.csv");
  for (const char* name : {"XP_CONTINUOUS_RAW.xml", "XP_CONTINUOUS_RAW.ecsv", "XP_CONTINUOUS_RAW.fits"}) {
    const io::Table table = io::readTable(folder / name);
    REQUIRE(table.rowCount() == 2);
    REQUIRE(std::get<Integers>(table.at("source_id").values) == Integers{5853498713190525696, 5762406957886626816});
    for (const std::string array : {"bp_coefficients", "rp_coefficients", "bp_coefficient_correlations"}) {
      const io::ArrayColumn* expected = csv.findArray(array);
      const io::ArrayColumn* found = table.findArray(array);
      REQUIRE(found != nullptr);
      REQUIRE(found->starts == expected->starts);
      REQUIRE(found->description.find("BP") + 1 + found->description.find("RP") + 1 > 0);
      for (std::size_t i = 0; i < found->values.size(); ++i)
        REQUIRE(found->values[i] == Approx(expected->values[i]).epsilon(1e-7));
    }
    REQUIRE(table.findArray("bp_coefficients")->ucd == "stat.fit.param");
  }
}

TEST_CASE("votable: elements that nest deeply are passed over, and entities are not expanded") {
  std::string deep, closing;
  for (int i = 0; i < 200'000; ++i) {
    deep += "<G>";
    closing += "</G>";
  }
  const std::string fields = "<FIELD name='x' datatype='int'/><DATA><TABLEDATA><TR><TD>7</TD></TR></TABLEDATA></DATA>";
  REQUIRE(std::get<Integers>(read(fields, deep + closing).at("x").values) == Integers{7});
  // "Billion laughs": pugixml ignores the definitions, so the cell is the reference itself, which is not a number.
  std::string bomb = "<!DOCTYPE VOTABLE [<!ENTITY a '1111111111'>";
  for (char name = 'b'; name < 'k'; ++name) {
    bomb += std::string("<!ENTITY ") + name + " '";
    for (int i = 0; i < 10; ++i)
      bomb += std::string("&") + static_cast<char>(name - 1) + ";";
    bomb += "'>";
  }
  std::string text =
      document("<FIELD name='x' datatype='int'/><DATA><TABLEDATA><TR><TD>&j;</TD></TR></TABLEDATA></DATA>");
  text.insert(text.find("<VOTABLE"), bomb + "]>\n");
  REQUIRE(refusal(text) == ", row 1, field 'x': '&j;' is not of datatype int");
}
