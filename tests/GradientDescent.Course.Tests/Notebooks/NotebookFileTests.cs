using System.Text;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Notebooks;

public class NotebookFileTests
{
    // As VS Code writes it: keys sorted, one blank a level, nothing escaped that need not be.
    private const string Canonical = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "aa",
           "metadata": {},
           "source": [
            "# Slope ∇ – 🏔️\n",
            "\n",
            "Tab\there, \"quoted\", a \\ and </script>\n"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "bb",
           "metadata": {
            "custom": {
             "a": [
              1,
              2.50,
              -1e-07
             ],
             "b": null
            },
            "dotnet_interactive": {
             "language": "csharp"
            },
            "tags": [
             "raises-exception"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\n",
              "two"
             ]
            },
            {
             "data": {
              "application/json": {
               "k": [
                true
               ]
              },
              "text/html": [
               "<b>1</b>\n",
               "<i>2</i>"
              ]
             },
             "metadata": {},
             "output_type": "display_data"
            },
            {
             "data": {
              "text/plain": [
               "5"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "ename": "System.Exception",
             "evalue": "oh",
             "output_type": "error",
             "traceback": [
              "line"
             ]
            },
            {
             "new": 1,
             "output_type": "from_the_future"
            }
           ],
           "source": []
          },
          {
           "attachments": {
            "x.png": {
             "image/png": "AA=="
            }
           },
           "cell_type": "raw",
           "id": "cc",
           "metadata": {},
           "source": [
            "raw"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5,
         "zz_unknown": {}
        }

        """;

    [Fact]
    public void A_canonical_file_is_written_back_byte_for_byte() =>
        Assert.Equal(Canonical, Notebook.Parse(Canonical, "x.ipynb").ToJson());

    [Fact]
    public void The_model_holds_what_the_file_says()
    {
        var notebook = Notebook.Parse(Canonical, "folder/01-x.ipynb");

        Assert.Equal("01-x", notebook.Name);
        Assert.Equal("Slope ∇ – 🏔️", notebook.Title);
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], notebook.Cells.Select(cell => cell.Kind));
        var code = notebook.Cells[1];
        Assert.True(code.HasTag(Cell.RaisesException));
        Assert.Equal("csharp", code.Language);
        Assert.Equal(3, code.ExecutionCount);
        Assert.Equal("one\ntwo", Assert.IsType<StreamOutput>(code.Outputs[0]).Text);
        Assert.Equal("<b>1</b>\n<i>2</i>", Assert.IsType<DisplayData>(code.Outputs[1]).Data.Text(MimeBundle.Html));
        Assert.Equal("5", Assert.IsType<ExecuteResult>(code.Outputs[2]).Data.Text(MimeBundle.PlainText));
        Assert.Equal("oh", Assert.IsType<ErrorOutput>(code.Outputs[3]).Message);
    }

    [Fact]
    public void Any_spelling_of_the_same_notebook_becomes_canonical()
    {
        const string spelled = """{"nbformat_minor":2,"nbformat":4,"metadata":{"b":1,"a":"\u2207"},"cells":[{"source":"a\r\nb","metadata":{},"cell_type":"code"}]}""";

        Assert.Equal(
            """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "metadata": {},
               "outputs": [],
               "source": [
                "a\n",
                "b"
               ]
              }
             ],
             "metadata": {
              "a": "∇",
              "b": 1
             },
             "nbformat": 4,
             "nbformat_minor": 2
            }

            """,
            Notebook.Parse(spelled, "x.ipynb").ToJson());
    }

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Byte_order_marks_and_windows_line_ends_are_read_over(string encoding)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Canonical.Replace("\n", "\r\n"), Encoding.GetEncoding(encoding));
        try
        {
            Assert.Equal(Canonical, Notebook.Read(path).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_no_text_is_named()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [(byte)'{', 0xff, 0xfe, 0x80]);
        try
        {
            Assert.Contains("is not UTF-8", Assert.Throws<NotebookFormatException>(() => Notebook.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_is_not_json_is_named_with_line_and_column()
    {
        var error = Assert.Throws<NotebookFormatException>(() => Notebook.Parse("{\n \"cells\": [\n  \"∇\" oops\n ]\n}", "x.ipynb"));

        Assert.Equal((3, 7), (error.Line, error.Column));
        Assert.StartsWith("x.ipynb(3,7): is not JSON", error.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[]", "not a notebook")]
    [InlineData("""{"nbformat":4,"nbformat":4,"cells":[]}""", "not JSON")]
    [InlineData("""{"cells":[]}""", "nbformat")]
    [InlineData("""{"nbformat":"4","cells":[]}""", "nbformat")]
    [InlineData("""{"nbformat":3,"worksheets":[]}""", "nbformat 3")]
    [InlineData("""{"nbformat":5,"cells":[]}""", "nbformat 5")]
    [InlineData("""{"nbformat":4}""", "no \"cells\"")]
    [InlineData("""{"nbformat":4,"cells":{}}""", "\"cells\" must be a list")]
    [InlineData("""{"nbformat":4,"cells":[7]}""", "cell 1 is not an object")]
    [InlineData("""{"nbformat":4,"cells":[{"source":""}]}""", "cell 1 has no \"cell_type\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"sql","source":""}]}""", "unknown \"cell_type\" \"sql\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code"}]}""", "cell 1 has no \"source\"")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":[1]}]}""", "\"source\" of cell 1")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","metadata":[]}]}""", "\"metadata\" of cell 1")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"","outputs":1}]}""", "\"outputs\" of cell 1")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":"\ud800"}]}""", "surrogate")]
    public void A_damaged_notebook_says_what_is_wrong(string json, string expected)
    {
        var error = Assert.Throws<NotebookFormatException>(() => Notebook.Parse(json, "x.ipynb"));

        Assert.StartsWith("x.ipynb", error.Message);
        Assert.Contains(expected, error.Message);
    }
}
