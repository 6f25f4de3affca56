"""Runs a notebook without a browser and prints as JSON what it found: python run.py NOTEBOOK EXPRESSION, of Python, over the notebook's own names."""

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

path, expression = Path(sys.argv[1]), sys.argv[2]
notebook = nbformat.read(path, as_version=4)
nbformat.validate(notebook)
told = nbformat.v4.new_code_cell(f"import json as _json\nprint(_json.dumps({expression}))")
notebook.cells.append(told)
NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()

outputs = [output for cell in notebook.cells[:-1] if cell.cell_type == "code" for output in cell.outputs]
print(
    json.dumps(
        {
            "found": json.loads(told.outputs[0].text),
            "figures": sum("image/png" in output.get("data", {}) for output in outputs),
            "complaints": [output.text for output in outputs if output.get("name") == "stderr"],
        }
    )
)
