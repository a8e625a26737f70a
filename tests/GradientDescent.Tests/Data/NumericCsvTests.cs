using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace GradientDescent.Tests;

public class NumericCsvTests
{
    [Fact]
    public void Finite_numbers_written_shortest_read_back_bit_for_bit() => Prop.ForAll<NonEmptyArray<NormalFloat>, PositiveInt>((numbers, width) =>
    {
        var values = numbers.Get.Select(number => number.Get).ToArray();
        var columns = Math.Min(width.Get, values.Length);
        var rows = values.Chunk(columns).Where(row => row.Length == columns).ToArray();
        var text = string.Join(",", Enumerable.Range(0, columns).Select(j => $"c{j}")) + "\n"
            + string.Join("\n", rows.Select(row => string.Join(",", row.Select(v => v.ToString(CultureInfo.InvariantCulture)))));
        return Rows(text).SelectMany(row => row).SequenceEqual(rows.SelectMany(row => row));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4")]
    [InlineData("\"a\",\"b\"\n1,\"2\"\n 3 , 4.0 \n")]
    [InlineData("a,b\n1,2\n3,4\n\n  \n\n")]
    [InlineData(" a , b \n1e0,+2\n0.3e1,400E-2")]
    public void Spellings_of_the_same_table(string text)
    {
        using var csv = NumericCsv.From(new StringReader(text));
        Assert.Equal(["a", "b"], csv.Names.AsEnumerable());
        Assert.Equal([[1, 2], [3, 4]], Rows(text));
    }

    [Fact]
    public void A_byte_order_mark_belongs_to_no_name()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "x,y\r\n1,2\r\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            using var csv = NumericCsv.Open(path);
            Assert.Equal("x", csv.Names[0]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_quoted_name_may_hold_commas_and_quotes()
    {
        using var csv = NumericCsv.From(new StringReader("\"size, in \"\"feet\"\"\",  \"y\" ,\"\"\"\"\n1,2,3"));
        Assert.Equal(["size, in \"feet\"", "y", "\""], csv.Names.AsEnumerable());
    }

    [Theory]
    [InlineData("x,y\n1,2\n3\n", 3, "y", "missing")]
    [InlineData("x,y\n1,2,3\n", 2, null, "3 fields")]
    [InlineData("x,y\n1,2\n1,abc\n", 3, "y", "'abc' is not a number")]
    [InlineData("x,y\n1,\n", 2, "y", "MissingCells.AsNaN")]
    [InlineData("x,y\nNaN,1\n", 2, "x", "MissingCells.AsNaN")]
    [InlineData("x,y\n1,1e999\n", 2, "y", "not finite")]
    [InlineData("x,y\n1,Infinity\n", 2, "y", "not finite")]
    [InlineData("x,y\n1,2\n\n3,4\n", 3, null, "empty")]
    [InlineData("x,y\n1,\"2\n", 2, null, "not closed")]
    [InlineData("x,y\n\"1\"2,3\n", 2, null, "instead of a comma")]
    [InlineData("", 1, null, "empty")]
    [InlineData("1,2\n3,4\n", 1, null, "column names")]
    [InlineData("x;y\n1;2\n", 1, null, "semicolons")]
    [InlineData("x,\n1,2\n", 1, null, "no name")]
    [InlineData("x,x\n1,2\n", 1, "x", "twice")]
    public void A_bad_file_is_told_where_it_is_bad(string text, int line, string? column, string saying)
    {
        var problem = Assert.Throws<CsvFormatException>(() => Rows(text));
        Assert.Equal(("the text", line, column), (problem.File, problem.Line, problem.Column));
        Assert.Contains(saying, problem.Message);
        Assert.StartsWith($"the text, line {line}", problem.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData(" NA ")]
    public void Missing_cells_are_read_when_asked_for(string cell)
    {
        Assert.Equal([[1, double.NaN]], Rows($"x,y\n1,{cell}\n", MissingCells.AsNaN));
        Assert.Throws<CsvFormatException>(() => Rows("x,y\n1,Infinity\n", MissingCells.AsNaN));
    }

    [Fact]
    public void Rows_come_one_at_a_time()
    {
        // The second row is broken; the first must come all the same.
        using var csv = NumericCsv.From(new StringReader("x\n1\nbroken\n"));
        var row = new double[1];
        Assert.True(csv.Read(row));
        Assert.Equal((1.0, 2), (row[0], csv.Line));
        Assert.Throws<CsvFormatException>(() => csv.Read(row));
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused()
    {
        using var csv = NumericCsv.From(new StringReader("x,y\n1,2\n"));
        Assert.Throws<ArgumentException>("row", () => csv.Read(new double[3]));
    }

    private static List<double[]> Rows(string text, MissingCells missing = MissingCells.Reject)
    {
        using var csv = NumericCsv.From(new StringReader(text), missing: missing);
        var rows = new List<double[]>();
        var row = new double[csv.Names.Length];
        while (csv.Read(row))
        {
            rows.Add([.. row]);
        }

        return rows;
    }
}
